// Runs ONNX models by ONNX Runtime: node run.js PACKAGES JOBS RESULTS. A job is a model, its inputs and the outputs wanted.
'use strict';
const fs = require('fs');
const [, , packages, jobs, results] = process.argv;
const ort = require(require.resolve('onnxruntime-node', { paths: [packages] }));

const number = (value) => (value === null ? NaN : value);
const arrays = {
  float32: (values) => Float32Array.from(values, number),
  float64: (values) => Float64Array.from(values, number),
  int64: (values) => BigInt64Array.from(values, BigInt),
  string: (values) => values,
};

async function run(job) {
  const session = await ort.InferenceSession.create(job.model);
  const inputs = {};
  for (const { name, type, shape, values } of job.inputs) inputs[name] = new ort.Tensor(type, arrays[type](values), shape);
  const outputs = await session.run(inputs, job.outputs);
  return job.outputs.map((name) => ({ dims: outputs[name].dims, data: Array.from(outputs[name].data, (v) => (typeof v === 'bigint' ? Number(v) : v)) }));
}

async function main() {
  const answers = [];
  for (const job of JSON.parse(fs.readFileSync(jobs))) answers.push(await run(job).catch((e) => ({ error: `${job.model}: ${e.message}` })));
  fs.writeFileSync(results, JSON.stringify(answers, (key, v) => (typeof v === 'number' && !Number.isFinite(v) ? String(v) : v)));
}

main();
