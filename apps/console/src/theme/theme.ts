import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The colour of the product: links, main actions, the place one is at. White text has 4.5:1 on shades 6 and 7. */
const TIDE: MantineColorsTuple = [
  '#eef7f8',
  '#d7ebee',
  '#aed6dc',
  '#82c0ca',
  '#5caebb',
  '#3f9fad',
  '#237d8b',
  '#176a77',
  '#0f5661',
  '#08424b',
];

/** Greys with a little blue, so that tables look calm beside the product's colour. */
const SLATE: MantineColorsTuple = [
  '#f7f9fa',
  '#eff2f5',
  '#e3e8ed',
  '#d2d9e0',
  '#b3bdc8',
  '#8a97a5',
  '#64717f',
  '#4a5664',
  '#323c48',
  '#1d252e',
];

const DARK: MantineColorsTuple = [
  '#dde3ea',
  '#b9c3ce',
  '#98a5b3',
  '#66727f',
  '#3a444f',
  '#2b343e',
  '#212931',
  '#181f26',
  '#12181e',
  '#0c1116',
];

const SYSTEM_FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif';
const SYSTEM_MONOSPACE = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace';

/** The name of what lies over a page. */
const TITLE = {
  fontSize: 'var(--mantine-h2-font-size)',
  fontWeight: 620,
  lineHeight: 1.3,
  overflowWrap: 'anywhere',
} as const;

/** One scale each of type, space and radius. Nothing on a page uses another size. */
export const theme = createTheme({
  primaryColor: 'tide',
  primaryShade: { light: 7, dark: 6 },
  colors: { tide: TIDE, gray: SLATE, dark: DARK },
  black: '#17202a',
  fontFamily: SYSTEM_FONT,
  fontFamilyMonospace: SYSTEM_MONOSPACE,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.5', lg: '1.5', xl: '1.3' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2.5rem' },
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '20px' },
  defaultRadius: 'sm',
  headings: {
    fontFamily: SYSTEM_FONT,
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Within a text, a colour alone does not tell a link.
    Anchor: { defaultProps: { underline: 'always' } },
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' } }, styles: { title: TITLE } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } }, styles: { title: TITLE } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Tooltip: { defaultProps: { openDelay: 300 } },
  },
});
