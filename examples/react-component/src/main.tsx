import { type PointerEvent, StrictMode, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Pix2Pix } from './pix2pix.tsx';

const colour = new URL('@pix2pix-ts/model-colour/model.safetensors', import.meta.url).href;
const model = new URLSearchParams(location.search).get('model') ?? colour;

function App() {
  const [drawing, setDrawing] = useState<HTMLCanvasElement | null>(null);
  const [strokes, setStrokes] = useState(0);
  const [isShown, setShown] = useState(true);
  const [problem, setProblem] = useState('');
  return (
    <main>
      <p>
        Draw on the left.{' '}
        <button type="button" onClick={() => setShown(!isShown)}>
          {isShown ? 'Hide' : 'Show'} the translation
        </button>
      </p>
      <Paper onReady={setDrawing} onStroke={() => setStrokes((count) => count + 1)} />
      {isShown && <Pix2Pix id="translated" model={model} picture={drawing} revision={strokes} onError={setProblem} />}
      <p role="alert">{problem}</p>
    </main>
  );
}

/** A sheet of white paper and a black pen. */
function Paper({ onReady, onStroke }: { onReady(canvas: HTMLCanvasElement): void; onStroke(): void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const attach = (element: HTMLCanvasElement | null) => {
    if (!element || canvas.current === element) return;
    canvas.current = element;
    const context = element.getContext('2d');
    if (!context) return;
    context.fillStyle = 'white';
    context.fillRect(0, 0, element.width, element.height);
    Object.assign(context, { lineWidth: 6, lineCap: 'round' });
    onReady(element);
  };
  const draw = ({ nativeEvent: { offsetX, offsetY, movementX, movementY, buttons } }: PointerEvent) => {
    const context = canvas.current?.getContext('2d');
    if (!context || buttons === 0) return;
    context.beginPath();
    context.moveTo(offsetX - movementX, offsetY - movementY);
    context.lineTo(offsetX, offsetY);
    context.stroke();
    onStroke();
  };
  return <canvas id="drawing" width={256} height={256} ref={attach} onPointerMove={draw} />;
}

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
