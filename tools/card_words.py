"""The words and the pages' frames of the cards that `tools/cards.py` prints."""

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8" /><title>The class is the sweep</title>
<style>
{style}</style></head><body>
{body}
</body></html>
"""
INSTRUCTIONS = """<section class="instructions"><h1>The class is the sweep</h1>
<p>{formulas}. Start at {start}.</p>
<p>Node cards: {nodes}. Edge cards: {edges}. Slips for one sweep: {slips}, one for each edge and one for the seed.</p>
<div class="drawing">{drawing}</div>
<ol>
<li><b>Places.</b> Lay the node cards on the floor as in the drawing, inputs at the bottom, with each edge card on its
arrow. One student stands at each node. Edges may have students of their own; if not, whoever sends does the edge's
arithmetic. Grey cards are constants: they have a value and take no adjoint.</li>
<li><b>Values, upwards.</b> Inputs write down their values and call them out. Everybody else waits until they have
heard all their operands, then computes, writes and calls out.</li>
<li><b>Partials.</b> Each edge works out its partial from the values around it, and writes it down.</li>
<li><b>Reverse sweep, downwards.</b> Write 1 on a slip, the seed, and hand it to {output}. Fill your boxes with the
slips that you receive. When <em>all</em> your boxes are full, add them up: that is your adjoint. Then, for each edge
below you, write adjoint × partial on a slip and hand it to the node at the edge's lower end.</li>
<li><b>Too early.</b> Rub out the adjoints and play it wrong: whoever receives a slip adds it and hands their sum so
far on at once, along the edge of the first operand first, and whoever receives acts before the sender goes on.
{hurried}</li>
<li><b>Forward sweep, upwards.</b> Take fresh slips. One input receives the seed as its tangent, the other inputs 0.
When you have a slip from each edge below, add them up: that is your tangent. Send tangent × partial along each edge
above. Play it once for each input.</li>
<li><b>Then ask.</b> Who held a number that was not yet a derivative? How many slips does one sweep down take, and how
many do the sweeps up from all inputs? What would you do with a million inputs?</li>
</ol></section>"""
NODE = """<article class="card node {kinds}"><div class="face"><p class="name">{name}</p>
<p class="formula">{formula}</p>
<p class="line">value {value}</p>
<p class="line"><span class="label">adjoint {adjoint}</span>{adjoints}</p>
<p class="line"><span class="label">tangent {tangent}</span>{tangents}</p></div></article>"""
CONSTANT = """<article class="card node constant"><div class="face"><p class="name">{name}</p>
<p class="formula">constant</p>
<p class="line">value {value}</p>
<p class="note">takes no adjoint</p></div></article>"""
EDGE = """<article class="card edge {kinds}"><div class="face"><p class="name">{name}</p>
<p class="line">partial {partial} = {box}</p>
<p class="note">down: adjoint of {child} × partial, to {parent}<br />
up: tangent of {parent} × partial, to {child}</p>
</div></article>"""
SLIP = """<article class="slip"><div class="face"><p class="name">{name}</p>
<p class="line">{line}</p></div></article>"""
BOX = '<span class="box {kind}">{text}</span>'
SOLUTION = """<section class="solution"><h1>Solution</h1>
<div class="drawing">{drawing}</div>
<div class="beside"><div><h2>Partials</h2>{partials}</div><div><h2>Forward sweeps</h2>{forward}</div></div>
<h2>Values, then the reverse sweep</h2>{reverse}</section>"""
HARM = "Here {derivative} comes out as {wrong}; it is {right}."
LUCK = "Here the result is right all the same. On the diamond it is not: <code>{diamond}</code>."
FLOOD = "Here that would take {slips} slips in place of {edges}."
