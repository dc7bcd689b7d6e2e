/** Packages without types of their own: what their descriptions say, as far as it is used here. */
declare module 'mt940js' {
  export class Parser {
    parse(text: string): Statement[];
  }
  export interface Statement {
    readonly transactionReference: string;
    readonly accountIdentification: string;
    readonly currency: string;
    readonly openingBalance: number;
    readonly openingBalanceDate: Date | null;
    readonly closingBalance: number;
    readonly closingBalanceDate: Date | null;
    readonly transactions: readonly {
      readonly amount: number;
      readonly date: Date | null;
      readonly isReversal?: boolean;
    }[];
  }
}

declare module '@centrapay/swift-parser' {
  /** An exact number, of which only the conversion is used. */
  interface BigNumber {
    toNumber(): number;
  }
  export interface Statement {
    readonly transactionReference: string;
    readonly accountIdentification: string;
    readonly currency: string;
    readonly openingBalance: BigNumber | null | undefined;
    readonly openingBalanceDate: Date | null;
    readonly closingBalance: BigNumber | null | undefined;
    readonly closingBalanceDate: Date | null;
    readonly transactions: readonly {
      readonly amount: BigNumber;
      readonly date: Date | null;
      readonly isReversal?: boolean;
    }[];
  }
  export function parse(request: {
    readonly type: 'mt940' | 'mt942';
    readonly data: string;
    readonly validate?: boolean;
  }): Statement[];
}
