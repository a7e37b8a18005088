// JupyterLite keeps what a reader has changed, and shows that from then on. This tells the reader when the course has
// a newer version of a notebook. `tools/lite.py` puts it, with its words, into the application's page.
const words = JSON.parse("{words}");
const LOOK = `position: fixed; z-index: 1000; left: 50%; bottom: 40px; transform: translateX(-50%); padding: 10px 16px;
  max-width: 80vw; border: 1px solid var(--jp-border-color1); border-radius: 8px; background: var(--jp-layout-color0);
  color: var(--jp-ui-font-color0); font: var(--jp-ui-font-size1) var(--jp-ui-font-family);
  box-shadow: 0 2px 12px #0006`;
const BUTTON = "margin-left: 12px; padding: 4px 10px; font: inherit; cursor: pointer";

/** Return from which version of the course's notebook another one was made, if from any. */
const origin = (metadata) => metadata?.cgraph?.made_from;

/** Return the application, once it has started. */
async function application() {
  while (!window.jupyterapp?.started) await new Promise((resolve) => setTimeout(resolve, 100));
  await window.jupyterapp.started;
  return window.jupyterapp;
}

/** Return the version that the course has of a notebook now. */
async function latest(name) {
  const file = new URL(`../files/${encodeURIComponent(name)}`, import.meta.url);
  const answer = await fetch(file, { cache: "no-cache" });
  return answer.ok ? origin((await answer.json()).metadata) : undefined;
}

/** Return a name, not yet taken, under which the reader's notebook stays. */
async function spare(contents, name) {
  const taken = new Set((await contents.get("", { content: true })).content.map((each) => each.name));
  for (let i = 1; ; i++) {
    const other = name.replace(/(?=\.ipynb$)/, `_old${i}`);
    if (!taken.has(other)) return other;
  }
}

/** Put the course's notebook in the place of the reader's, which stays under another name. */
async function replace(app, panel, name, kept) {
  const { context } = panel;
  await context.save();
  await context.sessionContext.shutdown();
  panel.dispose();
  await app.serviceManager.contents.rename(name, kept);
  await app.commands.execute("docmanager:open", { path: name });
}

function button(text, act) {
  const made = document.createElement("button");
  made.textContent = text;
  made.style.cssText = BUTTON;
  made.addEventListener("click", act);
  return made;
}

function tell(app, panel, name, kept) {
  const box = document.createElement("div");
  box.className = "cg-newer";
  box.setAttribute("role", "status");
  box.style.cssText = LOOK;
  const act = (deed) => () => {
    box.remove();
    deed?.();
  };
  box.append(
    `${words.notice} ${words.kept.replace("{name}", kept)}`,
    button(words.open, act(() => replace(app, panel, name, kept))),
    button(words.later, act()),
  );
  document.body.append(box);
  panel.disposed.connect(() => box.remove());
}

const app = await application();
const seen = new WeakSet();

/** Look whether what is open now is a notebook of which there is a newer version; once for each. */
async function look(panel) {
  if (!panel?.context?.ready || seen.has(panel)) return;
  seen.add(panel);
  await panel.context.ready;
  const name = panel.context.path;
  const made = origin(panel.context.model.toJSON().metadata);
  const now = made && (await latest(name));
  if (now && now !== made) tell(app, panel, name, await spare(app.serviceManager.contents, name));
}

app.shell.currentChanged.connect((_, { newValue }) => look(newValue));
look(app.shell.currentWidget);
