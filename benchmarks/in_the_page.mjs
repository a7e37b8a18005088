// Times a step of training: node in_the_page.mjs FOLDER, where the page's modules and a picture's scene.json lie.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [ROUNDS, STEPS] = [15, 100];
const folder = process.argv[2];
const { Trainer } = await import(pathToFileURL(`${folder}/trainer.js`));
const trainer = new Trainer(JSON.parse(readFileSync(`${folder}/scene.json`, "utf-8")).network);
const times = [];
for (let round = 0; round < ROUNDS + 2; round++) {
  const start = process.cpuUsage().user;
  for (let i = 0; i < STEPS; i++) trainer.step(1, 1e-3);
  if (round >= 2) times.push((process.cpuUsage().user - start) / STEPS / 1000); // the first ones are being compiled
}
console.log(JSON.stringify({ times, loss: trainer.look(1e-3).loss }));
