// What a page does in the browser: draws the figures so that they answer to the pointer, sorts tables, picks claims by
// verdict. Without it the page shows the same text, tables and figures.

'use strict';

const FIGURE_STYLE = `
svg { max-width: 100%; height: auto; display: block; }
@media (max-width: 44rem) { svg { min-width: 30rem; } }`;

// Draws over the still figure, in a tree of its own: Vega gives the clip paths of every figure the same ids.
async function drawFigure(figure) {
  const specification = JSON.parse(figure.querySelector('script').textContent);
  const host = document.createElement('div');
  const root = host.attachShadow({mode: 'open'});
  root.innerHTML = `<style>${FIGURE_STYLE}</style><div></div>`;
  const still = figure.querySelector('.still');
  still.after(host);
  await vegaEmbed(root.querySelector('div'), specification, {actions: false, renderer: 'svg'});
  still.remove();
  figure.dataset.drawn = 'true';
}

function sortKey(cell) {
  if (cell === undefined) return null;
  const text = cell.dataset.value !== undefined ? cell.dataset.value : cell.textContent.trim();
  if (text === '') return null;
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}

// Numbers before words before nothing, whatever the direction.
function compareKeys(a, b, sign) {
  if (a === null || b === null) return (a === null) - (b === null);
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  if (typeof a === 'number') return sign * (a - b);
  return sign * a.localeCompare(b, undefined, {numeric: true});
}

function makeSortable(table) {
  const headers = [...table.tHead.rows[0].cells];
  headers.forEach((header, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...header.childNodes);
    header.append(button);
    header.setAttribute('aria-sort', 'none');
    button.addEventListener('click', () => {
      const direction = header.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
      for (const other of headers) other.setAttribute('aria-sort', 'none');
      header.setAttribute('aria-sort', direction);
      const rows = [...table.tBodies[0].rows];
      const sign = direction === 'ascending' ? 1 : -1;
      rows.sort((a, b) => compareKeys(sortKey(a.cells[column]), sortKey(b.cells[column]), sign));
      table.tBodies[0].append(...rows);
    });
  });
}

// A count at the top shows the claims of its verdict alone; another click shows all.
function makeFilters() {
  const buttons = [...document.querySelectorAll('.counts li')].map((item) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.title = 'Show these claims alone';
    button.setAttribute('aria-pressed', 'false');
    button.append(...item.childNodes);
    item.append(button);
    button.addEventListener('click', () => {
      const isOn = button.getAttribute('aria-pressed') === 'false';
      for (const other of buttons) other.setAttribute('aria-pressed', String(isOn && other === button));
      for (const row of document.querySelectorAll('tr[data-verdict]')) {
        row.hidden = isOn && row.dataset.verdict !== item.dataset.verdict;
      }
    });
    return button;
  });
}

async function start() {
  makeFilters();
  for (const table of document.querySelectorAll('table.sortable')) makeSortable(table);
  for (const figure of document.querySelectorAll('figure')) {
    try {
      await drawFigure(figure);
    } catch (error) {
      console.error(`figure ${figure.id}: ${error}`);
    }
  }
  document.documentElement.dataset.ready = 'true';
}

start();
