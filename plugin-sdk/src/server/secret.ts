export { secret } from '../config/secret.ts';
