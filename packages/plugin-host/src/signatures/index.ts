export { canonicalJson, type JsonObject, type JsonValue } from './canonical-json.ts';
export { type KeyTrust, keyTrust } from './key-trust.ts';
export { digestOfManifest } from './plugin-digest.ts';
export {
  type DocumentSignature,
  rawPublicKey,
  type SignatureCheck,
  signDocument,
  verifyDocument,
} from './signed-document.ts';
