import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OptionError, startOptions } from '../../scripts/start-options.mjs';

describe('npm start --', () => {
  it('needs no option', () => {
    expect(startOptions([])).toEqual({ browser: false, port: 0, data: undefined, open: true });
  });

  it('understands its options', () => {
    const argv = ['--browser', '--port', '8080', '--data', 'runs', '--no-open'];
    expect(startOptions(argv)).toEqual({
      browser: true,
      port: 8080,
      data: resolve('runs'),
      open: false,
    });
  });

  const port = 'accepted is a whole number from 0 to 65535, where 0 takes any free port.';
  const all = 'accepted are --browser, --port N, --data DIR, --no-open and --help.';

  it.each([
    ['--prot 80', 'Option --prot is unknown; did you mean --port?'],
    ['--zzzz', `Option --zzzz is unknown; ${all}`],
    ['--port', `Option --port has no value; ${port}`],
    ['--port abc', `Option --port is 'abc'; ${port}`],
    ['--port=-1', `Option --port is '-1'; ${port}`],
    ['--port 1.5', `Option --port is '1.5'; ${port}`],
    ['--port 65536', `Option --port is '65536'; ${port}`],
    ['--port --browser', `Option --port is '--browser'; ${port}`],
    ['--data', 'Option --data has no value; accepted is the path of a folder.'],
    ['--data=', "Option --data is ''; accepted is the path of a folder."],
    ['--data --no-open', "Option --data is '--no-open'; accepted is the path of a folder."],
    ['lesson', `'lesson' is not an option; ${all}`],
  ])('refuses %s in one sentence', (line, sentence) => {
    const refuse = () => startOptions(line.split(' '));
    expect(refuse).toThrow(OptionError);
    expect(refuse).toThrow(new OptionError(sentence));
  });
});
