import { describe, expect, it } from 'vitest';
import { readCurl } from './curl-request.ts';

describe('readCurl', () => {
  it('reads method, headers and body, and puts variables in', () => {
    const line = `curl -X POST -H "Authorization: Bearer $KEY" -d '{"a":"$KEY"}' http://host/runs/$RUN/stop`;
    expect(readCurl(line, { KEY: 'k', RUN: '7' })).toEqual({
      url: 'http://host/runs/7/stop',
      init: {
        method: 'POST',
        headers: { authorization: 'Bearer k' },
        body: '{"a":"$KEY"}',
      },
    });
  });

  it('puts data into the query where it is told to', () => {
    const line = 'curl -G --data-urlencode "query=two words" http://host/search';
    expect(readCurl(line, {})).toEqual({
      url: 'http://host/search?query=two+words',
      init: { method: 'GET', headers: {} },
    });
  });

  it('refuses what it does not know', () => {
    expect(() => readCurl('curl --verbose http://host', {})).toThrow('--verbose');
    expect(() => readCurl('curl http://host/$ID', {})).toThrow('ID has no value');
  });
});
