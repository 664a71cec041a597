/** Extensions of FHIR R4 Questionnaires that this engine understands. What it does not know, it leaves alone. */
const own = 'https://teleconsult.example/ext/';
const fhir = 'http://hl7.org/fhir/StructureDefinition/';

export const url = {
  slot: `${own}slot`,
  laterality: `${own}laterality`,
  photoPolicy: `${own}photo-policy`,
  urgency: `${own}urgency`,
  redFlag: `${own}red-flag`,
  redFlagAt: `${own}red-flag-at`,
  redFlagSource: `${own}red-flag-source`,
  asked: `${own}required-asked`,
  range: `${own}range`,
  oldAfterDays: `${own}old-after-days`,
  absent: `${own}absent`,
  score: `${own}score`,
  scorePart: `${own}score-part`,
  scorePoints: `${own}score-points`,
  bodyMap: `${own}body-map`,
  guidance: `${own}guidance`,
  shortText: 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-shortText',
  carryOver: `${own}carry-over`,
  ordinal: `${fhir}ordinalValue`,
  itemControl: `${fhir}questionnaire-itemControl`,
  unitOption: `${fhir}questionnaire-unitOption`,
  minValue: `${fhir}minValue`,
  maxValue: `${fhir}maxValue`,
  translation: `${fhir}translation`,
} as const;

/** The part of FHIR's Extension that is read here. */
export interface Extension {
  readonly url: string;
  readonly valueCode?: string;
  readonly valueString?: string;
  readonly _valueString?: Extended;
  readonly valueBoolean?: boolean;
  readonly valueInteger?: number;
  readonly valueDecimal?: number;
  readonly valueDate?: string;
  readonly valueCoding?: { readonly system?: string; readonly code?: string; readonly display?: string; readonly _display?: Extended };
  readonly valueCodeableConcept?: { readonly coding?: readonly { readonly code?: string }[] };
  readonly extension?: readonly Extension[];
}

export interface Extended {
  readonly extension?: readonly Extension[];
}

export const all = (element: Extended | undefined, which: string): readonly Extension[] =>
  (element?.extension ?? []).filter((e) => e.url === which);

export const first = (element: Extended | undefined, which: string): Extension | undefined => all(element, which)[0];

export const numberOf = (extension: Extension | undefined): number | null =>
  extension?.valueDecimal ?? extension?.valueInteger ?? null;
