// Firefox, driven by WebDriver BiDi: node firefox.mjs EXECUTABLE, with steps as JSON on standard input.
// A step is ["open", address], ["press", selector, key], ["type", selector, text], ["click", selector],
// ["find", selector], ["read", selector, expected text] or ["scheme", selector, expected]; what was read is printed as
// JSON. Words follow a number with the next frame: reading waits for what is expected, and then takes what is there.
import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

/* global getComputedStyle, requestAnimationFrame -- run in the page */
const READ = {
  read: (found) => found.textContent,
  scheme: (found) => getComputedStyle(found).colorScheme,
};
const settled = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
const ACT = {
  find() {},
  async click(page, element) {
    await element.click();
    await page.evaluate(settled); // what a click has uncovered is laid out
  },
  type: (page, element, text) => element.type(text),
  async press(page, element, key) {
    await element.evaluate((found) => found.focus()); // an element of a drawing, which puppeteer itself refuses
    await page.keyboard.press(key);
  },
};
const browser = await puppeteer.launch({ browser: "firefox", executablePath: process.argv[2], headless: true });
try {
  const page = await browser.newPage();
  const failures = [];
  page.on("pageerror", (error) => failures.push(String(error)));
  await page.setViewport({ width: 1200, height: 900 });
  const read = [];
  for (const [act, on, detail] of JSON.parse(readFileSync(0, "utf8"))) {
    if (act === "open") {
      await page.goto(on);
      continue;
    }
    await page.evaluate(settled); // a page that has only just come up draws its pictures anew when it knows their width
    const element = await page.waitForSelector(on);
    if (act in ACT) {
      await ACT[act](page, element, detail);
      continue;
    }
    const deadline = Date.now() + 10_000;
    let now = null;
    do now = await page.$eval(on, READ[act]); while (now !== detail && Date.now() < deadline);
    read.push(now);
  }
  console.log(JSON.stringify({ read, failures }));
} finally {
  await browser.close();
}
