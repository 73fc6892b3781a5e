// Follows GET /api/stream/live and keeps the overview up to date. Values are set as text, never as HTML.
(() => {
  'use strict';
  const byId = id => document.getElementById(id);
  const keep = 600;
  const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
  const fine = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2, useGrouping: false });
  // As many digits as the server writes, so that a row does not change when the page is loaded again.
  const score = value => value.toFixed(value >= 0.1 || value < 1e-6 ? 3 : value >= 0.01 ? 4 : 6);
  const or = (value, format) => value === null || value === undefined ? '–' : format.format(value);
  const ms = value => value === null || value === undefined ? '–' : (value < 10 ? fine : whole).format(value);
  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: 'UTC' });

  let samples = [[], [], [], [], [], []];
  let lastAlert = Number(byId('alarms').dataset.last || 0);

  const specs = [
    { id: 'chart-rate', columns: [1], names: ['events/s'] },
    { id: 'chart-latency', columns: [2, 3], names: ['p50 ms', 'p99 ms'] },
    { id: 'chart-lag', columns: [4], names: ['waiting'] }
  ];
  let charts = [];

  function draw() {
    charts.forEach(c => c.plot.destroy());
    charts = specs.map(spec => {
      const host = byId(spec.id);
      const axis = { stroke: color('--muted'), grid: { stroke: color('--grid'), width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' };
      const strokes = [color('--series-1'), color('--series-2')];
      const options = {
        width: host.clientWidth, height: 170, padding: [8, 8, 0, 0], legend: { show: false }, cursor: { y: false, drag: { x: false } },
        scales: { x: { time: true, range: (u, min, max) => [Math.min(min, max - 60), max] }, y: { range: (u, min, max) => [0, Math.max(1, max * 1.15)] } },
        axes: [
          { ...axis, space: 90, size: 26, values: (u, ticks) => ticks.map(t => clock.format(new Date(t * 1000))) },
          { ...axis, size: 46, values: (u, ticks) => ticks.map(t => (t < 10 ? fine : whole).format(t)) }
        ],
        series: [{}, ...spec.columns.map((c, i) => ({
          label: spec.names[i], stroke: strokes[i], width: 2, spanGaps: false, points: { show: false },
          fill: spec.columns.length === 1 ? strokes[0] + '22' : undefined
        }))]
      };
      return { spec, host, plot: new uPlot(options, data(spec), host) };
    });
  }

  const data = spec => [samples[0], ...spec.columns.map(c => samples[c])];
  const refresh = () => charts.forEach(c => c.plot.setData(data(c.spec)));

  function set(id, text) {
    const element = byId(id);
    if (element && element.textContent !== text) element.textContent = text;
  }

  function stage(s) {
    const host = byId('stage-' + s.name);
    if (!host) { location.reload(); return; }
    host.className = 'stage ' + s.state.split(':')[0];
    host.querySelector('.state').textContent = s.state;
    for (const name of ['in', 'out', 'lag', 'rejected', 'duplicates']) host.querySelector('[data-of=' + name + ']').textContent = whole.format(s[name]);
  }

  function cell(row, text, className) {
    const td = row.insertCell();
    if (className) td.className = className;
    if (text !== undefined) td.textContent = text;
    return td;
  }

  function alarm(a) {
    const row = document.createElement('tr');
    row.className = 'fresh';
    const when = document.createElement('time');
    when.dateTime = a.time;
    when.textContent = a.time.slice(0, 19).replace('T', ' ') + ' UTC';
    const link = document.createElement('a');
    link.href = '/alerts/' + encodeURIComponent(a.event_id);
    link.append(when);
    cell(row, undefined, 'nowrap').append(link);
    cell(row, a.detector, 'nowrap');
    cell(row, a.entity ?? '', 'nowrap');
    cell(row, score(a.score), 'num score');
    const list = document.createElement('ul');
    list.className = 'reasons';
    for (const r of a.reasons) {
      const item = document.createElement('li');
      item.className = r.contribution > 0 ? 'for' : 'against';
      item.textContent = r.feature + ' ' + r.value;
      list.append(item);
    }
    cell(row, undefined, 'wide').append(list);
    return row;
  }

  function alarms(list) {
    const news = list.filter(a => a.alert_id > lastAlert);
    if (news.length === 0) return;
    const body = byId('alarms');
    byId('alarms-empty').hidden = true;
    byId('alarms-table').hidden = false;
    for (const a of news.reverse()) body.prepend(alarm(a));
    while (body.rows.length > 8) body.deleteRow(-1);
    lastAlert = Math.max(lastAlert, ...news.map(a => a.alert_id));
  }

  function status(s) {
    const lag = s.stages.reduce((sum, x) => sum + x.lag, 0);
    set('rate', or(s.events_per_second, s.events_per_second < 10 ? fine : whole));
    set('scores', whole.format(s.scores) + ' scored in all');
    set('lag', whole.format(lag));
    set('lag-note', s.stages.map(x => x.name + ' ' + whole.format(x.lag)).join(' · '));
    set('p50', ms(s.latency_ms_p50));
    set('p99', s.latency_ms_p99 === null ? 'idle' : 'p99 ' + ms(s.latency_ms_p99) + ' ms');
    set('alerts', whole.format(s.alerts));
    set('alert-rate', s.alert_rate === null ? 'none scored yet' : percent.format(s.alert_rate * 100) + ' % of the last events');
    s.stages.forEach(stage);
    alarms(s.last_alerts);
    const row = [Date.parse(s.time) / 1000, s.events_per_second, s.latency_ms_p50, s.latency_ms_p99, lag, s.alerts];
    row.forEach((v, i) => { samples[i].push(v); if (samples[i].length > keep) samples[i].shift(); });
    refresh();
  }

  function connection(text, className) {
    const pill = byId('connection');
    pill.textContent = text;
    pill.className = 'pill ' + className;
  }

  draw();
  new ResizeObserver(() => charts.forEach(c => c.plot.setSize({ width: c.host.clientWidth, height: 170 }))).observe(byId('chart-rate'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);

  const source = new EventSource('/api/stream/live');
  source.addEventListener('history', e => { samples = JSON.parse(e.data); refresh(); });
  source.addEventListener('status', e => { connection('live', 'good'); status(JSON.parse(e.data)); });
  source.onerror = () => connection(source.readyState === EventSource.CLOSED ? 'not connected' : 'reconnecting', 'warn');
})();
