export { applyModelEvent } from './model-cache.ts';
export { useReadyOffer } from './use-ready-offer.ts';
