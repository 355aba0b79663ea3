import { expect, test } from 'vitest';
import type { JobState } from '../../src/contract/lab-events';
import { Jobs } from '../../src/renderer/jobs';

const running = (progress: number): JobState => ({ kind: 'running', progress });
const done: JobState = { kind: 'done' };

function followed(jobs: Jobs, job: string): JobState[] {
  const heard: JobState[] = [];
  jobs.follow(job, (state) => heard.push(state));
  return heard;
}

test('each job is told to whoever follows it, from its beginning to its end', () => {
  const jobs = new Jobs();
  const [sweep, file] = [followed(jobs, 'sweep'), followed(jobs, 'file')];
  jobs.hear('sweep', running(0.5));
  jobs.hear('file', done);
  jobs.hear('sweep', running(1));
  jobs.hear('sweep', done);
  jobs.hear('sweep', running(0));
  expect(sweep).toEqual([running(0), running(0.5), running(1), done]);
  expect(file).toEqual([running(0), done]);
});

test('what a job said before it was followed is not lost', () => {
  const jobs = new Jobs();
  jobs.hear('a', running(0.5));
  jobs.hear('b', running(1));
  jobs.hear('b', done);
  expect(followed(jobs, 'b')).toEqual([done]);
  expect(followed(jobs, 'a')).toEqual([running(0.5)]);
});

test('of jobs that nobody follows only the latest are remembered', () => {
  const jobs = new Jobs();
  for (let i = 0; i < 100; i++) jobs.hear(`${i}`, done);
  expect(followed(jobs, '0')).toEqual([running(0)]);
  expect(followed(jobs, '99')).toEqual([done]);
});
