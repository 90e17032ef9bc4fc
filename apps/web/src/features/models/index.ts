export { applyModelEvent } from './model-cache.ts';
export { useSetDefaultModel } from './use-library.ts';
export { useReadyOffer } from './use-ready-offer.ts';
