import { describe, expect, it } from 'vitest';
import { generatePassword, hashPassword, isPasswordOf } from './password.ts';

describe('passwords', () => {
  it('are random, and of letters and digits that are not mistaken for one another', () => {
    const passwords = Array.from({ length: 200 }, generatePassword);
    expect(new Set(passwords).size).toBe(200);
    for (const password of passwords) expect(password).toMatch(/^[A-Za-z0-9]{20}$/);
    expect(passwords.join('')).not.toMatch(/[0O1lI]/);
    for (const needed of [/[a-z]/, /[A-Z]/, /\d/]) expect(passwords.filter((text) => !needed.test(text))).toEqual([]);
  });

  it('are recognised by their hash, which differs each time', async () => {
    const hash = await hashPassword('correct horse');
    expect(hash).toMatch(/^scrypt\$16384\$8\$1\$[\w-]+\$[\w-]+$/);
    expect(await hashPassword('correct horse')).not.toBe(hash);
    expect(await isPasswordOf(hash, 'correct horse')).toBe(true);
    expect(await isPasswordOf(hash, 'correct horse ')).toBe(false);
    await expect(isPasswordOf('plain', 'plain')).rejects.toThrow(/scrypt\$N\$r\$p\$salt\$key/);
  });
});
