import mark from '../../theme/mark.svg';

/** The sign of the product, beside its name. */
export function Mark({ size = 24 }: { readonly size?: number }) {
  return <img src={mark} width={size} height={size} alt="" />;
}
