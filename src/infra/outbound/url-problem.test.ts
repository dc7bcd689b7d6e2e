import { describe, expect, it } from 'vitest';
import { findUrlProblem } from './url-problem.ts';

const problemOf = (url: string) => findUrlProblem(url, { allowLoopback: false });
const localProblemOf = (url: string) => findUrlProblem(url, { allowLoopback: true });
const NOT_PUBLIC = 'must lead to a public address, not to this machine or a private network';

describe('a URL that may be tried', () => {
  it.each([
    'https://hooks.example/in',
    'https://hooks.example:8443/in?a=b',
    'https://hooks.example:443/',
    'https://8.8.8.8/',
    'https://[2606:4700:4700::1111]:8443/',
    'https://bücher.example/',
    'HTTPS://HOOKS.EXAMPLE/',
  ])('%s', (url) => {
    expect(problemOf(url)).toBeNull();
    expect(localProblemOf(url)).toBeNull();
  });
});

describe('a URL that nothing may be sent to', () => {
  it.each([
    ['plain', 'http://hooks.example/', 'must begin with https://'],
    ['another scheme', 'ftp://hooks.example/', 'must begin with https://'],
    ['a file', 'file:///etc/passwd', 'must begin with https://'],
    ['data', 'data:text/plain,x', 'must begin with https://'],
    ['relative', '/in', 'must be an absolute https URL'],
    ['no scheme', 'hooks.example/in', 'must be an absolute https URL'],
    ['no host', 'https://', 'must be an absolute https URL'],
    ['empty', '', 'must be an absolute https URL'],
    ['a user', 'https://user@hooks.example/', 'must not contain a user or a password'],
    ['a password', 'https://user:secret@hooks.example/', 'must not contain a user or a password'],
    ['a host that is a user', 'https://hooks.example@10.0.0.1/', 'must not contain a user or a password'],
    ['a line end', 'https://hooks.example/\r\nX-Evil: 1', 'must not contain blanks, control characters or backslashes'],
    ['a tab in the host', 'https://hooks\t.example/', 'must not contain blanks, control characters or backslashes'],
    ['a blank before it', ' https://hooks.example/', 'must not contain blanks, control characters or backslashes'],
    ['a backslash', 'https://hooks.example\\@10.0.0.1/', 'must not contain blanks, control characters or backslashes'],
    ['too long', `https://hooks.example/${'a'.repeat(2_048)}`, 'must have at most 2048 characters'],
    ['the port of mail', 'https://hooks.example:25/', 'must use port 443, or one from 1024 on'],
    ['the port of a shell', 'https://hooks.example:22/', 'must use port 443, or one from 1024 on'],
    ['the port of plain HTTP', 'https://hooks.example:80/', 'must use port 443, or one from 1024 on'],
  ])('has %s', (_, url, problem) => {
    expect(problemOf(url)).toBe(problem);
    expect(localProblemOf(url)).toBe(problem);
  });

  it.each([
    'https://10.0.0.1/',
    'https://192.168.1.1:8443/',
    'https://172.16.0.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://168.63.129.16/',
    'https://0.0.0.0/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::]/',
    'https://[fd00:ec2::254]/',
    'https://[fe80::1]/',
    'https://[ff02::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[::10.0.0.1]/',
    'https://[64:ff9b::a00:1]/',
    'https://[2002:a00:1::]/',
    'https://[2001:0:a00:1::]/',
    // Other ways to write 10.0.0.1 and 169.254.169.254.
    'https://167772161/',
    'https://0xa000001/',
    'https://0x0a.0.0.1/',
    'https://012.0.0.1/',
    'https://10.1/',
    'https://2852039166/',
    'https://0xa9fea9fe/',
    'https://0251.0376.0251.0376/',
    'https://169.254.43518/',
    'https://%31%30.0.0.1/',
    'https://１０.0.0.1/',
    'https://10。0。0。1/',
    'https://10.0.0.1./',
  ])('names an internal address: %s', (url) => {
    expect(problemOf(url)).toBe(NOT_PUBLIC);
    expect(localProblemOf(url)).toBe(NOT_PUBLIC);
  });
});

describe('a URL of this machine', () => {
  const LOCAL = [
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://hooks.localhost:3000/',
  ];

  it.each([...LOCAL, 'http://localhost:3000/'])('is refused, with two ways out: %s', (url) => {
    expect(problemOf(url)).toMatch(/^must lead to a public address.*"causeway listen".*CAUSEWAY_WEBHOOK_LOOPBACK=true/);
  });

  it.each([...LOCAL, ...LOCAL.map((url) => url.replace('https:', 'http:')), 'http://localhost:80/'])(
    'may be tried in development, plain too: %s',
    (url) => {
      expect(localProblemOf(url)).toBeNull();
    },
  );

  it.each(['http://localhost.example/', 'http://notlocalhost/', 'http://127.0.0.1.example/'])('is not %s', (url) => {
    expect(localProblemOf(url)).toBe('must begin with https://');
  });
});
