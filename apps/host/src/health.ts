import { type RequestHandler, Router } from 'express';

/** Whether the host may be sent requests; the reason when not. */
export class Readiness {
  #reason: string | null = 'starting';

  get reason(): string | null {
    return this.#reason;
  }
  setReady(): void {
    this.#reason = null;
  }
  setNotReady(reason: string): void {
    this.#reason = reason;
  }
}

/** `/health/live`: the process answers. `/health/ready`: it may be sent requests; 503 with the reason until then. */
export function healthRouter(readiness: Readiness, version: string): Router {
  const ready: RequestHandler = (_request, response) => {
    const { reason } = readiness;
    response
      .status(reason === null ? 200 : 503)
      .json(
        reason === null ? { status: 'ready', version } : { status: 'not-ready', reason, version },
      );
  };
  return Router()
    .get('/live', (_request, response) => void response.json({ status: 'live', version }))
    .get('/ready', ready);
}
