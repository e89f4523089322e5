/** States whose papers come most often, as their headings name them (folded): English, own and Vietnamese names. */
export const foreignStates: readonly string[] = (
  'australia|austria|bangladesh|belgium|brazil|brunei darussalam|cambodia|canada|china|cuba|czech republic|denmark|' +
  'finland|france|germany|hong kong|hungary|india|indonesia|ireland|israel|italy|japan|korea|kuwait|lao p d r|laos|' +
  'macao|malaysia|mongolia|myanmar|netherlands|new zealand|norway|philippines|poland|portugal|qatar|russia|' +
  'russian federation|saudi arabia|singapore|slovakia|south africa|spain|sweden|switzerland|taiwan|thailand|turkiye|' +
  'ukraine|england|scotland|wales|great britain|america|usa|nippon|deutschland|espana|italia|' +
  'hoa ky|han quoc|nhat ban|trung quoc|dai loan|duc|phap|nga|uc'
).split('|');
