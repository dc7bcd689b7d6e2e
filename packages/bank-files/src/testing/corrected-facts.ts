/**
 * Facts of the corpus that the content of the files contradicts, each with the proof; the right value takes their place.
 * A key is the file's path, the place of the statement where it is about one, and the fact.
 */
export const CORRECTED_FACTS: Readonly<Record<string, unknown>> = {
  // The business header's MsgDefIdr names 001.08; the namespace of the message itself is 001.12, and the content is read by that.
  'camt052/ballerina-iso20022-to-swiftmt/CBPR+_c.52.1.a_camt.052toCdtr.xml version': 'camt.052.001.12',

  // The bank states 14 records: one 03, six 16, six 88 and the 49, which is what is there. The corpus counts a text line
  // that was wrapped without a record code as a fifteenth.
  'bai2/moov-io-bai2/sample3.txt statements 7 recordCountMatches': true,

  // 31 November and 30 February do not exist: the month's last day is taken, with a warning, and not the text as it stands.
  'mt940/railslove-cmxl/mt940-deutsche_bank.txt statements 1 closingDate': '2002-11-30',
  'mt940/railslove-cmxl/mt940-iso8859-1.txt statements 0 closingDate': '2002-11-30',
  'mt940/wolph-mt940/transaction_details_wrapped.sta statements 0 firstDate': '2016-02-29',
  'mt940/wolph-mt940/transaction_details_wrapped.sta statements 0 lastDate': '2016-02-29',
  'mt940/wolph-mt940/wrapped_timestamp.sta statements 0 firstDate': '2016-02-29',
  'mt940/wolph-mt940/wrapped_timestamp.sta statements 0 lastDate': '2016-02-29',

  // The closing balances of this file name no currency (`:62M:C020315105000,00`) and are there all the same: with the account's currency each
  // of the three is exactly opening balance plus entries, and the first is the next one's opening balance.
  'mt940/wolph-mt940/raphaelm.sta statements 0 closing': '105000.00',
  'mt940/wolph-mt940/raphaelm.sta statements 0 closingDate': '2002-03-15',
  'mt940/wolph-mt940/raphaelm.sta statements 0 closingTag': '62M',
  'mt940/wolph-mt940/raphaelm.sta statements 0 balanced': true,
  'mt940/wolph-mt940/raphaelm.sta statements 1 closing': '145000.00',
  'mt940/wolph-mt940/raphaelm.sta statements 1 closingDate': '2002-03-15',
  'mt940/wolph-mt940/raphaelm.sta statements 1 closingTag': '62F',
  'mt940/wolph-mt940/raphaelm.sta statements 1 balanced': true,
  'mt940/wolph-mt940/raphaelm.sta statements 2 closing': '95000.00',
  'mt940/wolph-mt940/raphaelm.sta statements 2 closingDate': '2002-03-24',
  'mt940/wolph-mt940/raphaelm.sta statements 2 closingTag': '62F',
  'mt940/wolph-mt940/raphaelm.sta statements 2 balanced': true,

  // Four messages, not three: before the last `:20:940A121029` stands a control character (0x1A). The corpus takes its lines for the message before,
  // which gives one account number of one message and balances of two: 5000.00 to 238.00 with 250.00 between them. Read apart both add up: 5000.00 to 5000.00
  // without an entry, and -12.00 + 250.00 = 238.00.
  'mt940/zilverline-mt940/two_accounts.txt messages': 4,
  'mt940/zilverline-mt940/two_accounts.txt statements': [
    {
      accountId: '1567.50.961EUR',
      reference: '940A120918',
      opening: '9265.12',
      closing: '2666.37',
      transactionCount: 2,
      sumCredits: '0',
      sumDebits: '6598.75',
      balanced: true,
    },
    {
      accountId: '9914.30.727EUR',
      reference: '940A121024',
      opening: '352.84',
      closing: '352.84',
      transactionCount: 0,
      balanced: true,
    },
    {
      accountId: '3462.483.153 EUR',
      reference: '940A121101',
      opening: '5000.00',
      closing: '5000.00',
      transactionCount: 0,
      balanced: true,
    },
    {
      accountId: '1325.76.155EUR',
      reference: '940A121029',
      opening: '-12.00',
      openingDate: '2012-10-26',
      closing: '238.00',
      closingDate: '2012-10-29',
      transactionCount: 1,
      sumCredits: '250.00',
      sumDebits: '0',
      balanced: true,
    },
  ],

  // `00000000` is no day.
  'ofx1/annacruz-ofx/bradesco.ofx statements 0 ledgerDate': null,

  // The bank leaves the ledger balance blank (`<BALAMT/>`), so there is no balance that a date could belong to.
  'ofx1/asgrim-ofxparser/ofxdata-selfclose.ofx statements 0 ledgerDate': null,

  // The last record begins with `D2/10'2020`. The `D1/10'2020` behind its first `S` belongs to that split, as do `E` and `$`; the corpus takes
  // it for the date of the whole transaction.
  'qif/isaacharrisholt-quiffen/test.qif firstDate': '2020-02-10',
  'qif/isaacharrisholt-quiffen/test_oth_a.qif firstDate': '2020-02-10',
};
