export { type SecretMark, secret } from '../config/secret.ts';
