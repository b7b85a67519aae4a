/**
 * Runs before uPlot, which asks for number formats in the browser's language while it loads: Chromium with a POSIX locale
 * calls that en-US@posix, and the formats refuse it.
 */
export const LANGUAGE_SCRIPT = `try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US' });
}
`;

/** Draws a chart with uPlot: functions for the scripts of pages. */
export const CHART_FUNCTIONS = `
  const colourOf = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const pale = (colour) => 'color-mix(in srgb, ' + colour + ' 28%, transparent)';
  const number = (value) => (value === null || value === undefined ? '–' : value.toPrecision(3));

  function seriesOf({ label, colour, kind, dashed }) {
    const stroke = colourOf(colour);
    const line = { label, ...(dashed && { dash: [8, 4] }), stroke, width: 2, points: { show: kind === 'points' }, value: (_, value) => number(value) };
    if (kind === 'raw') return { ...line, stroke: pale(stroke), width: 1, class: 'raw', points: { show: false } };
    if (kind === 'marks') return { ...line, paths: () => null, points: { show: true, size: 9, fill: stroke } };
    return kind === 'level' ? { ...line, width: 1.5, dash: [6, 5] } : line;
  }

  // Charts of one run, or the same charts of several whose steps differ.
  function draw(plot, { charts }) {
    const curves = charts.flatMap((chart) => chart.curves);
    const tables = charts.map(({ steps, curves }) => [steps, ...curves.map(({ values }) => values)]);
    const axis = { stroke: colourOf('soft'), grid: { stroke: colourOf('line'), width: 1 }, ticks: { show: false } };
    return new uPlot(
      {
        width: plot.clientWidth,
        height: 250,
        scales: { x: { time: false } },
        cursor: { sync: { key: 'steps' }, y: false },
        axes: [{ ...axis, size: 32 }, { ...axis, size: 46 }],
        series: [{ label: 'step', value: (_, value) => (value == null ? '–' : value.toLocaleString('en-US')) }, ...curves.map(seriesOf)],
        hooks: {
          // The pale line behind a smoothed one is shown and hidden with it.
          setSeries: [(chart, index, { show }) => {
            const curve = curves[index - 1];
            if (show === undefined || !curve || curve.kind !== 'smooth') return;
            const raw = curves.findIndex(({ kind, label }) => kind === 'raw' && label === curve.label);
            if (raw >= 0 && chart.series[raw + 1].show !== show) chart.setSeries(raw + 1, { show });
          }],
        },
      },
      tables.length > 1 ? uPlot.join(tables) : tables[0],
      plot,
    );
  }
`;

/** The slider through the samples, of which there may come more: a function for the scripts of pages. */
export const FILM_FUNCTION = `
  function startFilm() {
    const when = document.getElementById('when');
    if (!when) return;
    const frames = () => [...document.querySelectorAll('.frame')];
    const play = document.getElementById('play');
    let timer;
    const show = () => {
      frames().forEach((frame, index) => { frame.hidden = index !== Number(when.value); });
      const { step = '' } = frames()[when.value]?.dataset ?? {};
      document.getElementById('step').textContent = step;
      when.setAttribute('aria-valuetext', 'after ' + step + ' steps');
    };
    const stop = () => {
      clearInterval(timer);
      timer = undefined;
      play.textContent = '▶ Play';
    };
    when.addEventListener('input', () => { stop(); show(); });
    play.addEventListener('click', () => {
      if (timer !== undefined) return stop();
      if (when.value === when.max) when.value = 0;
      show();
      play.textContent = '❚❚ Pause';
      timer = setInterval(() => {
        if (when.value === when.max) return stop();
        when.value = Number(when.value) + 1;
        show();
      }, 450);
    });
    show();
    return show;
  }
`;

/** What moves in the page: the charts, and the slider through the samples. Runs in the browser, after uPlot. */
export const PAGE_SCRIPT = `(() => {
  'use strict';
${CHART_FUNCTIONS}${FILM_FUNCTION}
  for (const plot of document.querySelectorAll('.plot')) {
    const content = JSON.parse(plot.querySelector('script').textContent);
    let chart = draw(plot, content);
    new ResizeObserver(() => {
      if (plot.clientWidth > 0 && plot.clientWidth !== chart.width) chart.setSize({ width: plot.clientWidth, height: 250 });
    }).observe(plot);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      chart.destroy();
      chart = draw(plot, content);
    });
  }
  startFilm();
})();
`;
