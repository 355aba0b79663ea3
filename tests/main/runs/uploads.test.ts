import { describe, expect, it } from 'vitest';
import { MAX_FILE_BYTES } from '../../../src/contract/library';
import { Uploads } from '../../../src/main/runs/uploads';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a file that comes in piece by piece', () => {
  it('is whole with its last piece, beside others', () => {
    const uploads = new Uploads();
    expect(uploads.add('1', 'a', base64('one '), false)).toBeNull();
    expect(uploads.add('2', 'b', base64('other'), true)).toEqual(Buffer.from('other'));
    expect(uploads.add('1', 'a', base64('two'), true)).toEqual(Buffer.from('one two'));
    // The next one of that id begins anew.
    expect(uploads.add('1', 'a', base64('x'), true)).toEqual(Buffer.from('x'));
  });

  it('that grows too large is refused and let go of', () => {
    const uploads = new Uploads();
    const piece = Buffer.alloc(MAX_FILE_BYTES / 2 + 1).toString('base64');
    uploads.add('1', 'run.chainrule', piece, false);
    expect(() => uploads.add('1', 'run.chainrule', piece, false)).toThrow(
      /^run\.chainrule: size is more than/,
    );
    expect(uploads.add('1', 'run.chainrule', '', true)).toEqual(Buffer.alloc(0));
  });

  it('of a page that went away is forgotten when others come', () => {
    const uploads = new Uploads();
    for (let i = 0; i < 6; i++) uploads.add(String(i), 'a', base64('lost'), false);
    expect(uploads.add('0', 'a', base64('end'), true)).toEqual(Buffer.from('end'));
    expect(uploads.add('5', 'a', base64('end'), true)).toEqual(Buffer.from('lostend'));
  });
});
