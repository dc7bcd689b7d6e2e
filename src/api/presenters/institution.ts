import { CREDENTIAL_FIELDS, type Institution } from '../../domain/institution.ts';

/** Of a definition only what clients need: names, portals, and what a login consists of in the words of the bank. */
export function presentInstitution(institution: Institution) {
  return {
    institutionId: institution.id,
    name: institution.name,
    defaultPortalUrl: institution.defaultPortalUrl,
    additionalPortalUrls: [...institution.additionalPortalUrls],
    demo: institution.demo,
    credentialFields: CREDENTIAL_FIELDS.map((name) => ({
      name,
      required: institution.requiredCredentials.includes(name),
      label: institution.delegatedUser.terms[name] ?? null,
    })),
    terms: { ...institution.delegatedUser.terms },
    demoBank: presentDemoBank(institution),
  };
}

/** Where people work in the simulated bank, and as whom; null at a real one. */
export function presentDemoBank({ demoBank }: Institution) {
  return demoBank === null ? null : { portalUrl: demoBank.portalUrl, signIn: { ...demoBank.signIn } };
}
