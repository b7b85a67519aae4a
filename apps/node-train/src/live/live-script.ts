import { CHART_FUNCTIONS, FILM_FUNCTION } from '../report/page-script.ts';

/**
 * What happens in the live page: it is sent what is new, and draws it. Runs in the browser, after uPlot. `begin` brings all
 * that there is so far, also after a connection was lost and the server knows no better; `points`, `sample` and `progress` bring
 * what came since; `end` is the last one.
 */
export const LIVE_SCRIPT = `(() => {
  'use strict';
${CHART_FUNCTIONS}${FILM_FUNCTION}
  const MOST_POINTS = 2400;
  const SPANS = 30;
  const byId = (id) => document.getElementById(id);
  const charts = new Map();
  const showFilm = startFilm();
  let redraw;

  function chartOf({ title, lines, isSmoothed, joined }) {
    const known = charts.get(title);
    if (known) return known;
    const figure = document.createElement('figure');
    figure.className = 'card chart';
    const caption = document.createElement('figcaption');
    caption.textContent = title;
    const plot = document.createElement('div');
    plot.className = 'plot';
    plot.setAttribute('role', 'img');
    figure.append(caption, plot);
    byId('charts').append(figure);
    const chart = { title, lines, isSmoothed, joined, points: [], waiting: [], plot, drawn: undefined, isOld: true };
    charts.set(title, chart);
    new ResizeObserver(() => {
      if (chart.drawn && plot.clientWidth > 0 && plot.clientWidth !== chart.drawn.width)
        chart.drawn.setSize({ width: plot.clientWidth, height: 250 });
    }).observe(plot);
    return chart;
  }

  // Points that stand for as many logged steps as those before; so the smoothing is the same all along.
  function add(chart, points) {
    chart.isOld = true;
    for (const point of points) {
      chart.waiting.push(point);
      if (chart.waiting.length < chart.joined) continue;
      chart.points.push(meanOf(chart.waiting));
      chart.waiting = [];
    }
    while (chart.points.length > MOST_POINTS) {
      chart.joined *= 2;
      const pairs = [];
      for (let i = 0; i + 1 < chart.points.length; i += 2) pairs.push(meanOf(chart.points.slice(i, i + 2)));
      if (chart.points.length % 2 === 1) chart.waiting.unshift(chart.points.at(-1));
      chart.points = pairs;
    }
  }

  function meanOf(points) {
    const mean = (values) => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length);
    return points[0].map((_, i) => (i === 0 ? points.at(-1)[0] : mean(points.map((point) => point[i]).filter((value) => value !== null))));
  }

  function smoothed(values) {
    const keep = 1 - 1 / Math.max(1, values.length / SPANS);
    let [sum, weight] = [0, 0];
    return values.map((value) => {
      if (value === null) return null;
      sum = keep * sum + value;
      weight = keep * weight + 1;
      return sum / weight;
    });
  }

  function contentOf({ points, lines, isSmoothed }) {
    const steps = points.map(([step]) => step);
    const curves = lines.flatMap((line, i) => {
      const values = points.map((point) => point[i + 1]);
      if (!isSmoothed) return [{ ...line, kind: 'points', values }];
      return [{ ...line, kind: 'raw', values }, { ...line, kind: 'smooth', values: smoothed(values) }];
    });
    return { steps, curves };
  }

  function drawAll() {
    redraw = undefined;
    for (const chart of charts.values()) {
      if (!chart.isOld || chart.points.length === 0) continue;
      chart.isOld = false;
      const content = contentOf(chart);
      chart.plot.setAttribute('aria-label', wordsOf(chart, content));
      if (!chart.drawn) {
        chart.drawn = draw(chart.plot, { charts: [content] });
        continue;
      }
      const [steps] = chart.drawn.data;
      const { min, max } = chart.drawn.scales.x;
      const isZoomed = steps.length > 1 && (min > steps[0] || max < steps.at(-1));
      chart.drawn.setData([content.steps, ...content.curves.map(({ values }) => values)], !isZoomed);
      if (isZoomed) chart.drawn.redraw();
    }
  }

  function wordsOf({ title }, { steps, curves }) {
    const ends = curves.filter(({ kind }) => kind !== 'raw').map(({ label, values }) => label + ' ' + number(values.at(-1)));
    return title + ', up to step ' + steps.at(-1) + ': ' + ends.join(', ');
  }

  function addAll(list) {
    for (const part of list) add(chartOf(part), part.points);
    byId('curves-section').hidden = charts.size === 0;
    redraw ??= setTimeout(drawAll, 100);
  }

  function addSample({ step, url }) {
    const text = step.toLocaleString('en-US');
    const frame = document.createElement('div');
    frame.className = 'frame';
    frame.dataset.step = text;
    const image = document.createElement('img');
    image.src = url;
    image.alt = 'Samples after ' + text + ' steps: one row each of input, output and target';
    frame.append(image);
    const when = byId('when');
    const isAtEnd = when.value === when.max;
    byId('film').append(frame);
    const last = document.querySelectorAll('.frame').length - 1;
    when.max = last;
    if (isAtEnd || last === 0) when.value = last;
    byId('samples-section').hidden = false;
    byId('controls').hidden = last === 0;
    showFilm();
  }

  function showProgress({ text, done, steps }) {
    byId('progress-text').textContent = text;
    byId('progress').max = steps || 1;
    byId('progress').value = done;
  }

  const say = (text, isBad) => {
    byId('state').textContent = text;
    byId('state').classList.toggle('bad', isBad === true);
  };
  const source = new EventSource('/events');
  const on = (type, listen) => source.addEventListener(type, ({ data }) => listen(JSON.parse(data)));

  on('begin', ({ points, samples, state }) => {
    if (document.body.dataset.waiting !== undefined) return location.reload();
    for (const { drawn } of charts.values()) drawn?.destroy();
    charts.clear();
    byId('charts').replaceChildren();
    byId('film').querySelectorAll('.frame').forEach((frame) => frame.remove());
    say(state);
    addAll(points);
    samples.forEach(addSample);
  });
  on('points', addAll);
  on('sample', addSample);
  on('progress', showProgress);
  on('state', (text) => say(text));
  on('end', ({ text, isBad }) => {
    source.close();
    say(text, isBad);
    document.body.classList.add('ended');
  });
  source.addEventListener('open', () => byId('lost').hidden = true);
  source.addEventListener('error', () => byId('lost').hidden = source.readyState === EventSource.CLOSED && document.body.classList.contains('ended'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    for (const chart of charts.values()) {
      chart.drawn?.destroy();
      Object.assign(chart, { drawn: undefined, isOld: true });
    }
    drawAll();
  });
})();
`;
