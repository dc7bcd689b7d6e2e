import { describe, expect, it } from 'vitest';
import type { ApiDocument, SchemaNode } from './api-document.ts';
import { describeSchema } from './schema-shape.ts';

const DOCUMENT: ApiDocument = {
  info: { title: 'T', version: '1', description: '' },
  tags: [],
  paths: {},
  components: {
    schemas: {
      Thing: {
        type: 'object',
        description: 'A thing.',
        required: ['id'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          colour: { $ref: '#/components/schemas/Colour', description: 'Its colour.' },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
        },
      },
      Colour: { type: 'string', enum: ['red', 'blue'], 'x-causeway-extension-values': ['blue'] },
      Either: {
        oneOf: [{ $ref: '#/components/schemas/Thing' }, { $ref: '#/components/schemas/Colour' }, { type: 'null' }],
      },
    },
  },
};
const shape = (node: SchemaNode) => describeSchema(DOCUMENT, node);

describe('the shape of a schema', () => {
  it('says the type in words', () => {
    expect(shape({ type: ['string', 'null'], format: 'date' }).label).toBe('string · date or null');
    expect(shape({ type: 'array', items: { $ref: '#/components/schemas/Thing' } }).label).toBe('array of Thing');
    expect(shape({ $ref: '#/components/schemas/Either' }).label).toBe('Either or null');
    expect(shape({ oneOf: [{ $ref: '#/components/schemas/Thing' }, { type: 'null' }] }).label).toBe('Thing or null');
    expect(shape({ type: 'object', additionalProperties: { type: 'integer' } }).label).toBe('map of integer');
  });

  it('lists properties, of a list those of its items, and what must be there', () => {
    const names = shape({ type: 'array', items: { $ref: '#/components/schemas/Thing' } }).properties;
    expect(names.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ['id', true],
      ['colour', false],
      ['parts', false],
    ]);
  });

  it('lets what stands beside a reference win, and keeps the name for its page', () => {
    const colour = shape({ $ref: '#/components/schemas/Colour', description: 'Its colour.' });
    expect(colour).toMatchObject({ named: 'Colour', description: 'Its colour.' });
    expect(colour.values).toEqual([
      { value: 'red', isExtension: false },
      { value: 'blue', isExtension: true },
    ]);
  });

  it('lays the parts of allOf together', () => {
    const both = shape({
      allOf: [{ $ref: '#/components/schemas/Thing' }, { properties: { more: { type: 'boolean' } } }],
    });
    expect(both.properties.map(({ name }) => name)).toEqual(['id', 'colour', 'parts', 'more']);
  });

  it('shows variants without the one that is null, and says limits in words', () => {
    expect(shape({ $ref: '#/components/schemas/Either' }).variants.map(({ name }) => name)).toEqual([
      'Thing',
      'Colour',
    ]);
    expect(shape({ type: 'integer', minimum: 1, maximum: 500, default: 100 }).limits).toEqual([
      'at least 1',
      'at most 500',
      'default 100',
    ]);
  });

  it('takes one variant beside null for the thing itself', () => {
    const perhaps = shape({ oneOf: [{ $ref: '#/components/schemas/Thing' }, { type: 'null' }] });
    expect(perhaps).toMatchObject({ named: 'Thing', label: 'Thing or null' });
    expect(perhaps.properties.map(({ name }) => name)).toEqual(['id', 'colour', 'parts']);
  });

  it('fails loudly where a reference leads nowhere', () => {
    expect(() => shape({ $ref: '#/components/schemas/Nothing' })).toThrow('leads nowhere');
  });
});
