// Writes one self-contained page for one or several results: claims with their verdicts, figures, tables,
// hyper-parameters with their sources, data, and what made it. The page asks no network for anything, and says the same
// without JavaScript.
//
// Flags: --files=<ResultFiles as JSON>,... --vega --vega_lite --vega_embed --output
//        --root=<directory that the paths in the ResultFiles are relative to>
//        --provenance=<Provenances as JSON>  what is known only when the page is shown

'use strict';

const fs = require('fs');
const path = require('path');
const {parseFlags} = require('./flags.js');
const {documentHtml, escape, figureHtml} = require('./html.js');

const VERDICTS = [
  ['MATCH', 'MATCH', '✓', 'within the tolerance of the paper'],
  ['BETTER', 'BETTER', '▲', 'beyond the paper, on the better side'],
  ['OFF', 'OFF', '✗', 'does not reproduce'],
  ['PROXY_DATA', 'PROXY DATA', '≈', 'other data than the paper’s'],
  ['NOT_RUN', 'NOT RUN', '–', 'not checked'],
];
const SOURCES = {
  PUBLISHED: 'published',
  RELEASED_CODE: 'released code',
  RECALLED: 'recalled, not checked',
  OURS: 'ours'
};
const SCALES = {
  SCALE_SMOKE: 'smoke',
  SCALE_DEFAULT: 'default',
  SCALE_FULL: 'full'
};
const TIERS = {
  EMBEDDED: 'embedded',
  PINNED: 'pinned',
  SUPPLIED: 'supplied'
};

// Text of a number with its interval, which does not break within.
function numberHtml(text) {
  return escape(text).replace(/ ± /g, '&nbsp;±&nbsp;').replace(/\((\d+) seed/g, '($1&nbsp;seed');
}

function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function duration(seconds) {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}

function memory(megabytes) {
  return megabytes < 1000 ? `${megabytes.toFixed(0)} MB` : `${(megabytes / 1000).toFixed(1)} GB`;
}

function badge(verdict) {
  const [name, text, sign, meaning] = VERDICTS.find((v) => v[0] === verdict);
  return `<span class="badge ${name}" data-sign="${sign}" title="${escape(meaning)}">${text}</span>`;
}

function countVerdicts(results) {
  const counts = new Map(VERDICTS.map((v) => [v[0], 0]));
  for (const result of results) {
    for (const claim of result.claims || []) counts.set(claim.verdict, counts.get(claim.verdict) + 1);
  }
  return [...counts].filter(([, count]) => count > 0);
}

function countsHtml(results) {
  const counts = countVerdicts(results);
  const texts = Object.fromEntries(VERDICTS.map((v) => [v[0], v[1]]));
  const items = counts.map(
      ([verdict, n]) =>
          `<li class="${verdict}" data-verdict="${verdict}"><b>${n}</b><span>${texts[verdict]}</span></li>`);
  const bars = counts.map(([verdict, n]) => `<i class="${verdict}" style="flex:${n}"></i>`);
  return `<ul class="counts">${items.join('')}</ul><div class="bar" aria-hidden="true">${bars.join('')}</div>`;
}

function anchor(id, what) {
  return `<a class="anchor" href="#${escape(id)}" aria-label="Link to ${escape(what)}">#</a>`;
}

function valueText(value) {
  if (value === undefined) return '';
  return String(Object.values(value)[0]);
}

function claimsHtml(id, result) {
  const specs = new Map(result.spec.claims.map((claim) => [claim.id, claim]));
  const order = VERDICTS.map((v) => v[0]);
  const rows = result.claims.map((claim) => {
    const spec = specs.get(claim.id);
    const claimId = `${id}/${claim.id}`;
    const unexpected = claim.verdict !== spec.expect && result.scale !== 'SCALE_SMOKE';
    const notes = [claim.explanation];
    if (unexpected) notes.push(`Expected ${spec.expect.replace('_', ' ')}.`);
    if (spec.expect_reason && spec.expect_reason !== claim.explanation) notes.push(spec.expect_reason);
    if (spec.value && spec.value.tolerance_reason) notes.push(`Tolerance: ${spec.value.tolerance_reason}`);
    if (spec.bound && spec.bound.reason) notes.push(`Bound: ${spec.bound.reason}`);
    const paper = claim.paper || '';
    return `<tr id="${escape(claimId)}" data-verdict="${claim.verdict}">
<td data-value="${order.indexOf(claim.verdict)}">${badge(claim.verdict)}</td>
<td>${escape(spec.statement)}${anchor(claimId, 'this claim')}
<div class="small soft">${notes.map((note) => escape(note)).join('<br>')}</div></td>
<td class="paper">${escape(paper)} <span class="source small soft">${escape(spec.source.where)}</span></td>
<td class="here${claim.measured ? '' : ' empty'}">${numberHtml(claim.measured || '')}</td></tr>`;
  });
  return `<h3 id="${escape(id)}/claims">Claims${anchor(`${id}/claims`, 'the claims')}</h3>
<table class="claims sortable"><thead><tr><th scope="col">Verdict</th><th scope="col">Claim</th>
<th scope="col">Paper</th><th scope="col">Here</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>`;
}

function blockHtml(block) {
  const keys = (block.row_keys || []).map((key) => `<th scope="col">${escape(key)}</th>`);
  const columns = (block.columns || []).map((column) => `<th scope="col" class="number">${escape(column)}</th>`);
  const rows = (block.rows || []).map((row) => {
    const headers = (row.headers || []).map((header) => `<th scope="row">${escape(header)}</th>`);
    const cells = (row.cells || []).map((cell) => {
      const value = cell.text ? ` data-value="${cell.mean || 0}"` : '';
      return `<td class="number"${value}>${escape(cell.text || '')}${
          cell.proxy ? ' <abbr title="proxy data">*</abbr>' : ''}</td>`;
    });
    return `<tr>${headers.join('')}${cells.join('')}</tr>`;
  });
  const caption = block.title ? `<caption>${escape(block.title)}</caption>` : '';
  return `<div class="scroll"><table class="results sortable">${caption}
<thead><tr>${keys.join('')}${columns.join('')}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div>`;
}

function tablesHtml(id, result) {
  const tables = (result.tables || []).filter((table) => (table.blocks || []).length > 0);
  const interval =
      (result.seeds || []).length > 1 ? 'Mean over seeds ± half-width of the 95 % interval (Student’s t).' : '';
  return tables
      .map((table, i) => {
        const tableId = `${id}/table-${i + 1}`;
        const hasProxy = table.blocks.some((b) => (b.rows || []).some((r) => (r.cells || []).some((c) => c.proxy)));
        const note = [table.note, interval, hasProxy ? '* Proxy data.' : ''].filter(Boolean).join(' ');
        return `<h3 id="${escape(tableId)}">${escape(table.title || 'Results')}${anchor(tableId, 'this table')}</h3>
${table.blocks.map(blockHtml).join('\n')}
<p class="small soft">${escape(note)}</p>`;
      })
      .join('\n');
}

function parametersHtml(spec) {
  if (!(spec.parameters || []).length) return '';
  const rows = spec.parameters.map((parameter) => {
    const scales = [['smoke', parameter.at_smoke], ['default', parameter.at_default], ['full', parameter.at_full]]
                       .filter(([, value]) => value !== undefined)
                       .map(([scale, value]) => `${scale}: ${valueText(value)}`);
    const notes = [parameter.note, parameter.fixed_in_code && `fixed in ${parameter.fixed_in_code}`].filter(Boolean);
    return `<tr><th scope="row"><code>${escape(parameter.name)}</code></th>
<td class="number">${escape(valueText(parameter.value))}</td><td class="number small">${escape(scales.join(', '))}</td>
<td class="small">${escape(SOURCES[parameter.source.tag])}: ${escape(parameter.source.where)}${
        notes.length ? `<br><span class="soft">${escape(notes.join('; '))}</span>` : ''}</td></tr>`;
  });
  return `<details><summary>Hyper-parameters (${spec.parameters.length})</summary><div class="scroll">
<table class="sortable wrap"><thead><tr><th scope="col">Name</th><th scope="col" class="number">Value</th>
<th scope="col" class="number">At a scale</th><th scope="col">Source</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div></details>`;
}

function configurationsHtml(spec) {
  if (spec.configurations.length < 2) return '';
  const rows = spec.configurations.map((configuration) => {
    const settings = (configuration.settings || []).map((s) => `${s.name} = ${valueText(s.value)}`).join(', ');
    const labels = (configuration.labels || []).map((l) => `${l.key} = ${l.value}`).join(', ');
    return `<tr><th scope="row"><code>${escape(configuration.name)}</code></th><td>${
        escape(configuration.recipe || '')}</td>
<td class="small">${escape(settings)}</td><td class="small">${escape(labels)}</td></tr>`;
  });
  return `<details><summary>Configurations (${spec.configurations.length})</summary><div class="scroll">
<table class="sortable wrap"><thead><tr><th scope="col">Name</th><th scope="col">Recipe</th><th scope="col">Settings</th>
<th scope="col">Labels</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div></details>`;
}

function dataHtml(result) {
  const files = new Map((result.data || []).map((file) => [file.name, file]));
  const sources = result.spec.data || [];
  if (sources.length === 0) return '';
  const rows = sources.map((source) => {
    const file = files.get(source.name);
    const size = file ?
        `${plural(Number(file.num_files), 'file')}, ${Number(file.num_bytes).toLocaleString('en')} bytes` :
        'not read';
    const proxy =
        source.proxy_reason ? `<br><span class="PROXY_DATA">Proxy data: ${escape(source.proxy_reason)}</span>` : '';
    return `<tr><th scope="row"><code>${escape(source.name)}</code></th><td>${TIERS[source.tier]}</td>
<td class="small">${escape(source.source)}${source.licence ? `; ${escape(source.licence)}` : ''}${proxy}</td>
<td class="small">${size}${file ? `<br>sha256 <code>${file.sha256}</code>` : ''}</td></tr>`;
  });
  return `<details><summary>Data (${sources.length})</summary><div class="scroll">
<table class="sortable wrap"><thead><tr><th scope="col">Name</th><th scope="col">Tier</th><th scope="col">Source and licence</th>
<th scope="col">Read</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div></details>`;
}

function provenanceHtml(result, provenance) {
  const rows = [];
  const seeds = result.seeds || [];
  if (seeds.length) {
    rows.push([
      'Scale',
      `${SCALES[result.scale]}: ${plural(seeds.length, 'seed')}, ${
          plural((result.configurations || []).length, 'configuration')}`
    ]);
  }
  if (provenance) {
    rows.push(['Command', `<code>${escape(provenance.command)}</code>`]);
    rows.push(['Commit', `<code>${escape(provenance.commit)}</code>`]);
    if (provenance.num_runs) {
      rows.push([
        'Time',
        `${plural(provenance.num_runs, 'run')}, ${duration(provenance.total_wall_s || 0)} in all (${
            duration(provenance.total_cpu_s || 0)} of processor time), the longest ${
            duration(provenance.longest_run_s || 0)}`
      ]);
      rows.push(['Memory', `${memory(provenance.peak_memory_mb || 0)} at most, one run`]);
      rows.push(['Machine', escape((provenance.machines || []).join('; '))]);
    }
  } else {
    rows.push(['Target', `<code>${escape(result.target)}</code>`]);
  }
  return `<dl>${rows.map(([key, value]) => `<dt>${key}</dt><dd>${value}</dd>`).join('')}</dl>`;
}

function deviationsHtml(spec) {
  if (!(spec.deviations || []).length) return '';
  return `<details><summary>Departures from the paper (${spec.deviations.length})</summary><ul>
${spec.deviations.map((text) => `<li>${escape(text)}</li>`).join('\n')}
</ul></details>`;
}

function noticesHtml(result) {
  const notices = [];
  if (result.not_run_reason)
    notices.push(`<b>Not run.</b> ${escape(result.not_run_reason)}`);
  else if (result.scale === 'SCALE_SMOKE') {
    notices.push(
        '<b>Smoke scale.</b> It shows that the code runs; its numbers mean nothing, and no claim is judged on them.');
  }
  for (const reason of result.proxy_reasons || []) notices.push(`<b>Proxy data.</b> ${escape(reason)}`);
  return notices.map((notice) => `<p class="notice">${notice}</p>`).join('');
}

function paperHtml(paper) {
  const name = paper.url ? `<a href="${escape(paper.url)}" rel="noreferrer">${escape(paper.citation)}</a>` :
                           escape(paper.citation);
  return `<p class="soft">${name}</p>`;
}

// `id` of the section; parts are below it: "brp_nas/latency_prediction/claims".
function experimentHtml(entry, heading) {
  const {id, result, provenance, files, read} = entry;
  const csv = new Map((files.csv || []).map((file) => [path.basename(file, '.csv'), file]));
  const readCsv = (name) => read(csv.get(name));
  const figures = (files.figures || []).map((figure) => figureHtml(id, figure, read, readCsv));
  const title = heading ? `<h2>${escape(result.spec.title)}${anchor(id, 'this experiment')}</h2>
<p><b>${escape(result.spec.paper.name)}</b>: ${escape(result.spec.regenerates)}</p>${paperHtml(result.spec.paper)}` :
                          '';
  return `<section class="experiment" id="${escape(id)}">
${title}
${result.spec.summary ? `<p>${escape(result.spec.summary)}</p>` : ''}
${noticesHtml(result)}
${claimsHtml(id, result)}
${
      figures.length ? `<h3 id="${escape(id)}/figures">${figures.length === 1 ? 'Figure' : 'Figures'}${
                           anchor(`${id}/figures`, 'the figures')}</h3>` :
                       ''}
${figures.join('\n')}
${tablesHtml(id, result)}
<h3 id="${escape(id)}/provenance">How it was made${anchor(`${id}/provenance`, 'how it was made')}</h3>
${provenanceHtml(result, provenance)}
${parametersHtml(result.spec)}
${configurationsHtml(result.spec)}
${dataHtml(result)}
${deviationsHtml(result.spec)}
</section>`;
}

function contentsHtml(entries) {
  const rows = entries.map(({id, result, provenance}) => {
    const counts = new Map(countVerdicts([result]));
    const cells = VERDICTS.map(
        ([verdict]) =>
            `<td class="number ${verdict}" data-value="${counts.get(verdict) || 0}">${counts.get(verdict) || ''}</td>`);
    const time = provenance && provenance.num_runs ? duration(provenance.total_wall_s || 0) : '';
    return `<tr><th scope="row"><a href="#${escape(id)}">${escape(result.spec.title)}</a></th>
<td>${escape(result.spec.paper.name)}: ${escape(result.spec.regenerates)}</td>${cells.join('')}
<td class="number">${(result.seeds || []).length || ''}</td><td class="number" data-value="${
        (provenance && provenance.total_wall_s) || 0}">${time}</td></tr>`;
  });
  return `<section class="experiment"><h2 id="contents">Experiments</h2><div class="scroll">
<table class="contents sortable wrap"><thead><tr><th scope="col">Experiment</th><th scope="col">Regenerates</th>
${VERDICTS.map((v) => `<th scope="col" class="number small">${v[1]}</th>`).join('')}
<th scope="col" class="number">Seeds</th><th scope="col" class="number">Time</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div></section>`;
}

function pageHtml({title, lead, entries, isReport, bundles}) {
  const sections = entries.map((entry) => experimentHtml(entry, isReport));
  const hasFigures = entries.some((entry) => (entry.files.figures || []).length > 0);
  return documentHtml({
    title,
    head: `${lead}
${countsHtml(entries.map((entry) => entry.result))}`,
    main: `${isReport ? contentsHtml(entries) : ''}
${sections.join('\n')}`,
    footer: `${VERDICTS.map((v) => `<b>${v[1]}</b> ${v[3]}`).join(' · ')}.
A number from the paper that is marked “recalled” was not checked against it.`,
    bundles: hasFigures ? bundles : [],
  });
}

function main() {
  const flags = parseFlags(
      process.argv.slice(2), ['files', 'vega', 'vega_lite', 'vega_embed', 'output'], ['root', 'provenance', 'title']);
  const root = flags.root || '.';
  const read = (file) => fs.readFileSync(path.join(root, file), 'utf8');
  const provenances = new Map();
  if (flags.provenance) {
    for (const one of JSON.parse(fs.readFileSync(flags.provenance, 'utf8')).experiments)
      provenances.set(one.target, one);
  }
  const entries = flags.files.split(',').map((manifest) => {
    const files = JSON.parse(fs.readFileSync(manifest, 'utf8'));
    const result = JSON.parse(read(files.result));
    return {
      id: `${path.basename(files.package)}/${files.experiment}`,
      files,
      result,
      read,
      provenance: provenances.get(result.target),
    };
  });
  const isReport = flags.title !== undefined;
  const first = entries[0].result.spec;
  fs.writeFileSync(
      flags.output, pageHtml({
        title: isReport ? flags.title : first.title,
        lead: isReport ?
            `<p>${plural(entries.length, 'experiment')}, ${
                plural(
                    entries.reduce((n, e) => n + e.result.claims.length, 0),
                    'claim')} of the papers, each with what came out here.</p>` :
            `<p><b>${escape(first.paper.name)}</b>: ${escape(first.regenerates)}</p>${paperHtml(first.paper)}`,
        entries,
        isReport,
        bundles: [flags.vega, flags.vega_lite, flags.vega_embed].map((file) => fs.readFileSync(file, 'utf8')),
      }));
}

main();
