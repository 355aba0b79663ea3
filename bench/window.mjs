/* global document, requestAnimationFrame -- in the functions that run in the page */
// How the window answers while the worker trains at full speed, in headless Chromium at 1280×800: long tasks, frames, Pause,
// the timeline of ten million steps, and how soon it is usable. Writes bench/WINDOW.md.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { chromium } from '@playwright/test';
import { quietArgs } from '../scripts/browser-args.mjs';
import { buildIfStale } from '../scripts/build-if-stale.mjs';
import { findBrowser } from '../scripts/ensure-browser.mjs';

const SECONDS = 10;
const ROUNDS = 3;
const PAUSES = 50;
const SCRUBS = 100;
const LENGTH = 10_000_000;

await buildIfStale();
const host = spawn(process.execPath, ['out/main/browser.js', '--no-open', '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const address = await new Promise((resolve) => {
  let printed = '';
  host.stdout.on('data', (text) => {
    printed += text;
    const found = /http:\/\/\S+/.exec(printed)?.[0];
    if (found) resolve(found);
  });
});
const executablePath = findBrowser();
const browser = await chromium.launch({
  ...(executablePath !== undefined && { executablePath }),
  chromiumSandbox: false,
  args: quietArgs,
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });

const quantile = (values, q) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))];
const set = async (name, value) => {
  const field = page.getByRole('textbox', { name, exact: true });
  await field.fill(value);
  await field.press('Enter');
};
const button = (name) => page.getByRole('button', { name, exact: true });

async function usable() {
  const times = [];
  for (let i = 0; i < 6; i++) {
    const fresh = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const begun = performance.now();
    await fresh.goto(address, { waitUntil: 'commit' });
    await fresh.getByRole('button', { name: 'Play', exact: true }).waitFor();
    times.push(performance.now() - begun);
    await fresh.close();
  }
  // The first one warms the host's and the browser's caches.
  return times.slice(1);
}

/** Rounds of ten seconds of training at full speed: the long tasks of each, and the fewest frames a second. */
async function training(rounds = ROUNDS) {
  const seen = [];
  for (let i = 0; i < rounds; i++) seen.push(await trainingOnce());
  return { long: seen.map(({ long }) => long), frames: Math.min(...seen.map((one) => one.frames)) };
}

async function trainingOnce() {
  // A perceptron is through its billion steps after two rounds.
  if (await button('Reset').isEnabled()) await button('Reset').click();
  await button('Play').click();
  const seen = await page.evaluate(async (seconds) => {
    const long = [];
    const observer = new PerformanceObserver((list) =>
      long.push(...list.getEntries().map(({ duration }) => duration)),
    );
    observer.observe({ type: 'longtask' });
    const begun = performance.now();
    let frames = 0;
    while (performance.now() - begun < seconds * 1000) {
      await new Promise(requestAnimationFrame);
      frames += 1;
    }
    observer.disconnect();
    return { long, frames: frames / seconds };
  }, SECONDS);
  await button('Pause').click();
  await button('Play').waitFor();
  return seen;
}

async function pauses() {
  const times = [];
  for (let i = 0; i < PAUSES; i++) {
    await button('Play').click();
    await page.waitForTimeout(120);
    times.push(
      await page.evaluate(async () => {
        const all = () => [...document.querySelectorAll('button')];
        const pause = all().find((one) => one.textContent.trim().endsWith('Pause'));
        const begun = performance.now();
        pause?.click();
        while (!pause?.textContent.trim().endsWith('Play')) {
          await new Promise(requestAnimationFrame);
        }
        return performance.now() - begun;
      }),
    );
  }
  return times;
}

/** A network on moons, at step 0. */
async function network(hidden) {
  await page.getByRole('radiogroup', { name: 'Model' }).getByText('MLP').click();
  await page.getByLabel('Dataset').selectOption('moons');
  await set('Hidden layers', hidden);
  await set('Steps', '1000000000');
}

/** Positions of the timeline that are shown in a second, after one pass. */
async function scrubbing() {
  await set('Steps', String(LENGTH));
  await button('Reset').click();
  await button('Play').click();
  await page.getByText('Finished', { exact: true }).waitFor({ timeout: 120_000 });
  const timeline = page.getByRole('slider', { name: 'Timeline of the run' });
  const warmed = performance.now();
  await timeline.fill(String(LENGTH - 1));
  await page.getByRole('region', { name: 'Explanation' }).waitFor({ timeout: 120_000 });
  const warming = performance.now() - warmed;
  const ms = await page.evaluate(
    async ({ count, length }) => {
      const slider = document.querySelector('input[aria-label="Timeline of the run"]');
      const step = document.querySelector('output[aria-label="step"]');
      const begun = performance.now();
      for (let i = 0; i < count; i++) {
        const wanted = String(1 + ((i * 7_919_317 + 4_321_987) % (length - 1)));
        slider.value = wanted;
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        while (step.textContent !== wanted) await new Promise((done) => setTimeout(done, 1));
      }
      return performance.now() - begun;
    },
    { count: SCRUBS, length: LENGTH },
  );
  return { warming: warming / 1000, perSecond: (SCRUBS * 1000) / ms };
}

try {
  const opened = await usable();
  await page.goto(address);
  await button('Play').waitFor();
  // Examples that are drawn: the longest run of any other dataset is over in less than ten seconds.
  await page.getByLabel('Dataset').selectOption('integers');
  await set('Steps', '1000000000');
  const busy = await training();
  const paused = await pauses();
  const scrub = await scrubbing();
  await network('16, 16');
  const net = { busy: await training(), paused: await pauses() };
  const larger = [];
  for (const [width, height, hidden] of [
    [1440, 900, '16, 16'],
    [1920, 1080, '16, 16'],
    [1280, 800, '64, 64'],
  ]) {
    await page.setViewportSize({ width, height });
    await network(hidden);
    larger.push({ width, height, hidden, ...(await training(1)) });
  }

  const longest = ({ long }) =>
    long
      .map((tasks) =>
        tasks.length === 0
          ? 'none over 50 ms'
          : `${Math.max(...tasks).toFixed(0)} ms (${tasks.length} over 50 ms)`,
      )
      .join('; ');
  const calm = ({ long }) => long.every((tasks) => tasks.length === 0);
  const halts = (times) =>
    `median ${quantile(times, 0.5).toFixed(0)} ms, 95th percentile ${quantile(times, 0.95).toFixed(0)} ms, most ${Math.max(...times).toFixed(0)} ms`;
  const row = (what, measured, wanted, met) =>
    `| ${what} | ${measured} | ${wanted} | ${met ? 'met' : 'not met'} |`;
  const opening = quantile(opened, 0.5);
  const lines = [
    '# The window under load',
    '',
    `\`npm run bench:window\`, headless ${browser.version()}, ${cpus()[0]?.model ?? ''}, ${cpus().length} cores, Node ${process.version}, 1280×800.`,
    '',
    'The perceptron trains at full speed:',
    '',
    '| what | measured | wanted | |',
    '| --- | --- | --- | --- |',
    row(
      `longest task on the main thread in each of ${ROUNDS} × ${SECONDS} s`,
      longest(busy),
      'none over 50 ms',
      calm(busy),
    ),
    row('frames a second in the slowest', busy.frames.toFixed(1), '≥ 30', busy.frames >= 30),
    row(
      `Pause to standstill, ${PAUSES} tries`,
      halts(paused),
      '≤ 100 ms at the 95th percentile',
      quantile(paused, 0.95) <= 100,
    ),
    row(
      'timeline of 10,000,000 steps',
      `${scrub.perSecond.toFixed(1)} positions a second, after a pass of ${scrub.warming.toFixed(1)} s`,
      '≥ 20 a second',
      scrub.perSecond >= 20,
    ),
    row(
      'usable after navigation',
      `median ${opening.toFixed(0)} ms (${Math.min(...opened).toFixed(0)} – ${Math.max(...opened).toFixed(0)})`,
      '≤ 1000 ms',
      opening <= 1000,
    ),
    '',
    'The MLP 2-16-16-1 on 100 moons trains at full speed, drawn as a network beside its decision surface:',
    '',
    '| what | measured | wanted | |',
    '| --- | --- | --- | --- |',
    row(
      `longest task on the main thread in each of ${ROUNDS} × ${SECONDS} s`,
      longest(net.busy),
      'none over 50 ms',
      calm(net.busy),
    ),
    row(
      'frames a second in the slowest',
      net.busy.frames.toFixed(1),
      '≥ 30',
      net.busy.frames >= 30,
    ),
    row(
      `Pause to standstill, ${PAUSES} tries`,
      halts(net.paused),
      '≤ 100 ms at the 95th percentile',
      quantile(net.paused, 0.95) <= 100,
    ),
    '',
    'Larger windows and a wider network:',
    '',
    '| window | hidden layers | longest task in 10 s | frames a second |',
    '| --- | --- | --- | --- |',
    ...larger.map(
      (one) =>
        `| ${one.width}×${one.height} | ${one.hidden} | ${longest(one)} | ${one.frames.toFixed(1)} |`,
    ),
    '',
  ];
  const text = lines.join('\n');
  writeFileSync(new URL('WINDOW.md', import.meta.url), text);
  console.log(text);
} finally {
  await browser.close();
  host.kill();
}
