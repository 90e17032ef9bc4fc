/** Types of the host's own procedures, their inputs and outputs. */
export type { CoreInputs, CoreOutputs, CoreRouter } from '@braindrive/contract';
