import {
  type ChatWrapper,
  JinjaTemplateChatWrapper,
  type LlamaModel,
  resolveChatWrapper,
} from 'node-llama-cpp';

/**
 * The library knows the formats of the big families, thoughts included. Where it only sees "some ChatML", the
 * model's own template is the better guide: it brings the right first token and the default system prompt.
 */
export function chooseChatWrapper(model: LlamaModel): ChatWrapper {
  const wrapper = resolveChatWrapper(model);
  const template = model.fileInfo.metadata.tokenizer?.chat_template;
  const isGeneric = wrapper.wrapperName === 'ChatML' || wrapper.wrapperName === 'General';
  if (!isGeneric || template === undefined) {
    return wrapper;
  }
  try {
    return new JinjaTemplateChatWrapper({ template, tokenizer: model.tokenizer });
  } catch {
    // A template that cannot be run: the family's format is close enough.
    return wrapper;
  }
}
