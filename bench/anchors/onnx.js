// Scores floats with ONNX Runtime on one thread: microseconds of processor time per row, in a batch and row by row.
'use strict';
const fs = require('fs');
const [, , packages, model, data, width, rows, outputs] = process.argv;
const ort = require(require.resolve('onnxruntime-node', { paths: [packages] }));

function micros(start) {
  const used = process.cpuUsage(start);
  return used.user + used.system;
}

async function median(times, call) {
  const taken = [];
  for (let i = 0; i < times; i++) {
    const start = process.cpuUsage();
    await call();
    taken.push(micros(start));
  }
  return taken.sort((a, b) => a - b)[times >> 1];
}

async function main() {
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const bytes = fs.readFileSync(data);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4).slice(0, rows * width);
  const count = values.length / width;
  const all = { x: new ort.Tensor('float32', values, [count, +width]) };
  const first = (await session.run(all)).y.data;
  fs.writeFileSync(outputs, Buffer.from(Float64Array.from(first).buffer));
  const singles = Math.min(1000, count);
  const inputs = Array.from({ length: singles }, (_, i) => ({ x: new ort.Tensor('float32', values.slice(i * width, (i + 1) * width), [1, +width]) }));
  const batch = await median(3, () => session.run(all));
  const single = await median(3, async () => { for (const input of inputs) await session.run(input); });
  console.log(JSON.stringify({ batch_us: batch / count, single_us: single / singles }));
}

main();
