import { Suspense, useEffect, useRef } from 'react';
import { createRoot } from 'react-dom/client';
import { useTranslator } from './use-translator.ts';

const model = new URLSearchParams(location.search).get('model') ?? 'colour';
const drawing = document.querySelector('canvas') as HTMLCanvasElement;

/** Shows what the model makes of a canvas. */
function Translated({ of }: { of: HTMLCanvasElement }) {
  const translator = useTranslator(model);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    translator.translate(of).then((result) => canvas.current && result.toCanvas(canvas.current));
  }, [translator, of]);
  return <canvas id="translated" ref={canvas} />;
}

const context = drawing.getContext('2d') as CanvasRenderingContext2D;
context.fillStyle = 'white';
context.fillRect(0, 0, 256, 256);
context.lineWidth = 6;
context.strokeRect(60, 60, 130, 110);

createRoot(document.getElementById('root') as HTMLElement).render(
  <Suspense fallback={<p>Loading the model …</p>}>
    <Translated of={drawing} />
  </Suspense>,
);
