// Firefox, driven by WebDriver BiDi: node firefox.mjs EXECUTABLE PAGE, with steps as JSON on standard input.
// A step is ["press", selector, key], ["click", selector] or ["read", selector, expected]; what was read is printed as
// JSON. Words follow a number with the next frame, so reading waits for what is expected, and then takes what is there.
import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const [executablePath, address] = process.argv.slice(2);
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
try {
  const page = await browser.newPage();
  const failures = [];
  page.on("pageerror", (error) => failures.push(String(error)));
  await page.setViewport({ width: 1200, height: 900 });
  await page.goto(address);
  const read = [];
  for (const [act, selector, detail] of JSON.parse(readFileSync(0, "utf8"))) {
    const element = await page.waitForSelector(selector);
    if (act === "click") await element.click();
    if (act === "press") {
      await element.evaluate((found) => found.focus()); // an element of a drawing, which puppeteer itself refuses
      await page.keyboard.press(detail);
    }
    if (act === "read") {
      const stands = (found, text) => found.textContent === text;
      await page.waitForFunction(stands, { timeout: 10_000 }, element, detail).catch(() => {});
      read.push(await element.evaluate((found) => found.textContent));
    }
  }
  console.log(JSON.stringify({ read, failures }));
} finally {
  await browser.close();
}
