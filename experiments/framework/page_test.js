// Opens pages in headless Chromium and checks that every figure is drawn, that tables sort, that links lead somewhere,
// that nothing is too wide for a phone, and that the page neither asks the network for anything nor complains.
//
// Arguments: the browser, then pages.

'use strict';

const assert = require('assert');
const {spawn} = require('child_process');
const fs = require('fs');
const path = require('path');
const {pathToFileURL} = require('url');

// Speaks the DevTools protocol over the pipe of --remote-debugging-pipe: messages end with a zero byte.
class Browser {
  constructor(program) {
    this.directory = fs.mkdtempSync(path.join(process.env.TEST_TMPDIR || '/tmp', 'chromium-'));
    this.process = spawn(
        program,
        [
          '--headless',
          '--no-sandbox',
          '--disable-gpu',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
          '--disable-dev-shm-usage',
          '--remote-debugging-pipe',
          `--user-data-dir=${this.directory}`,
          'about:blank',
        ],
        {
          stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
          env: {...process.env, HOME: this.directory, XDG_CONFIG_HOME: this.directory, XDG_CACHE_HOME: this.directory},
        });
    this.nextId = 1;
    this.pending = new Map();
    this.listeners = [];
    this.exit = new Promise((resolve) => this.process.on('exit', resolve));
    this.exit.then((code) => {
      for (const {reject} of this.pending.values()) reject(new Error(`the browser ended with ${code}`));
    });
    let rest = '';
    this.process.stdio[4].setEncoding('utf8');
    this.process.stdio[4].on('data', (chunk) => {
      const messages = (rest + chunk).split('\0');
      rest = messages.pop();
      for (const message of messages) this.receive(JSON.parse(message));
    });
  }

  receive(message) {
    if (message.id === undefined) {
      for (const listener of this.listeners) listener(message);
      return;
    }
    const {resolve, reject} = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.error)
      reject(new Error(JSON.stringify(message.error)));
    else
      resolve(message.result);
  }

  send(method, params = {}, sessionId = undefined) {
    const id = this.nextId++;
    this.process.stdio[3].write(JSON.stringify({id, method, params, sessionId}) + '\0');
    return new Promise((resolve, reject) => this.pending.set(id, {resolve, reject}));
  }

  async close() {
    this.send('Browser.close').catch(() => {});
    await this.exit;
  }
}

// One page in a tab: what it logged and what it asked for.
class Tab {
  static async open(browser, file, {width, hasScript}) {
    const tab = new Tab();
    tab.browser = browser;
    tab.complaints = [];
    tab.requests = [];
    const {targetId} = await browser.send('Target.createTarget', {url: 'about:blank'});
    const {sessionId} = await browser.send('Target.attachToTarget', {targetId, flatten: true});
    tab.sessionId = sessionId;
    const loaded = new Promise((resolve) => {
      browser.listeners.push((message) => {
        if (message.sessionId !== sessionId) return;
        const {method, params} = message;
        if (method === 'Runtime.exceptionThrown') tab.complaints.push(JSON.stringify(params.exceptionDetails));
        if (method === 'Log.entryAdded') tab.complaints.push(`${params.entry.level}: ${params.entry.text}`);
        if (method === 'Runtime.consoleAPICalled' && ['error', 'warning', 'assert'].includes(params.type)) {
          tab.complaints.push(params.args.map((arg) => arg.value || arg.description).join(' '));
        }
        if (method === 'Network.requestWillBeSent') tab.requests.push(params.request.url);
        if (method === 'Page.loadEventFired') resolve();
      });
    });
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await tab.send(`${domain}.enable`);
    await tab.send('Emulation.setScriptExecutionDisabled', {value: !hasScript});
    await tab.send(
        'Emulation.setDeviceMetricsOverride', {width, height: 900, deviceScaleFactor: 1, mobile: width < 600});
    await tab.send('Page.navigate', {url: pathToFileURL(file).href});
    await loaded;
    return tab;
  }

  send(method, params) {
    return this.browser.send(method, params, this.sessionId);
  }

  async evaluate(expression) {
    const {result, exceptionDetails} =
        await this.send('Runtime.evaluate', {expression, awaitPromise: true, returnByValue: true});
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  }

  checkQuiet(url) {
    assert.deepStrictEqual(this.complaints, [], 'console');
    const outside = this.requests.filter((request) => request !== url && !request.startsWith('data:'));
    assert.deepStrictEqual(outside, [], 'requests');
  }
}

const WAIT_UNTIL_READY = `new Promise((resolve) => {
  const look = () => document.documentElement.dataset.ready ? resolve(true) : setTimeout(look, 20);
  look();
})`;

const FIGURES = `[...document.querySelectorAll('figure')].map((figure) => {
  const host = [...figure.querySelectorAll('div')].find((div) => div.shadowRoot);
  const svg = host && host.shadowRoot.querySelector('svg');
  return {
    id: figure.id,
    isDrawn: figure.dataset.drawn === 'true',
    numMarks: svg ? svg.querySelectorAll('.mark-group path, .mark-group rect, .mark-group line').length : 0,
    width: svg ? svg.getBoundingClientRect().width : 0,
    hasStill: figure.querySelector('.still') !== null,
  };
})`;

const BROKEN_LINKS = `[...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute('href').slice(1))
  .filter((id) => !document.getElementById(id))`;

const REPEATED_IDS = `(() => {
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  return ids.filter((id, i) => ids.indexOf(id) !== i);
})()`;

// The claims by their first column, before and after a click on its header, and after another.
const SORTED = `(() => {
  const table = document.querySelector('table.claims');
  const keys = () => [...table.tBodies[0].rows].map((row) => Number(row.cells[0].dataset.value));
  const button = table.tHead.querySelector('button');
  button.click();
  const ascending = keys();
  button.click();
  return {ascending, descending: keys(), ariaSort: button.parentElement.getAttribute('aria-sort')};
})()`;

// How many claims are left after a click on the first count, what it says, and how many after another click.
const PICKED = `(() => {
  const shown = () => [...document.querySelectorAll('tr[data-verdict]')].filter((row) => !row.hidden).length;
  const all = shown();
  const button = document.querySelector('.counts button');
  button.click();
  const picked = shown();
  button.click();
  return {picked, count: Number(button.querySelector('b').textContent), isBack: shown() === all};
})()`;

async function checkPage(browser, page) {
  const url = pathToFileURL(page).href;
  for (const width of [1280, 390]) {
    const tab = await Tab.open(browser, page, {width, hasScript: true});
    await tab.evaluate(WAIT_UNTIL_READY);
    const figures = await tab.evaluate(FIGURES);
    for (const figure of figures) {
      assert(figure.isDrawn && figure.numMarks > 3 && figure.width > 100 && !figure.hasStill, JSON.stringify(figure));
    }
    assert.deepStrictEqual(await tab.evaluate(BROKEN_LINKS), [], 'links');
    assert.deepStrictEqual(await tab.evaluate(REPEATED_IDS), [], 'ids');
    const pageWidth = await tab.evaluate('document.documentElement.scrollWidth');
    assert(pageWidth <= width, `the page is ${pageWidth} wide in a window of ${width}`);
    const sorted = await tab.evaluate(SORTED);
    assert.deepStrictEqual(sorted.ascending, [...sorted.ascending].sort((a, b) => a - b));
    assert.deepStrictEqual(sorted.descending, [...sorted.ascending].reverse().sort((a, b) => b - a));
    assert.strictEqual(sorted.ariaSort, 'descending');
    const picked = await tab.evaluate(PICKED);
    assert(picked.picked === picked.count && picked.isBack, JSON.stringify(picked));
    tab.checkQuiet(url);
    console.log(`${path.basename(page)}, ${width} wide: ${figures.length} figures, ${sorted.ascending.length} claims`);
  }
  const tab = await Tab.open(browser, page, {width: 1280, hasScript: false});
  const still = await tab.evaluate(`[...document.querySelectorAll('figure .still svg')].length`);
  const figures = await tab.evaluate(`document.querySelectorAll('figure').length`);
  assert.strictEqual(still, figures, 'figures without JavaScript');
  tab.checkQuiet(url);
}

async function main() {
  const [program, ...pages] = process.argv.slice(2);
  assert(pages.length > 0, 'no page');
  const browser = new Browser(program);
  try {
    for (const page of pages) await checkPage(browser, path.resolve(page));
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
