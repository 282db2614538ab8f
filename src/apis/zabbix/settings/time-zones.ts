// The time zones: those that people can be in.

/** Zones that the database has renamed since, by the names they have now; the runtime lists them by the old ones (IANA tzdata 2025b). */
const renamed = `
Africa/Asmara America/Argentina/Buenos_Aires America/Argentina/Catamarca America/Argentina/Cordoba America/Argentina/Jujuy
America/Argentina/Mendoza America/Atikokan America/Indiana/Indianapolis America/Kentucky/Louisville America/Nuuk
Asia/Ho_Chi_Minh Asia/Kathmandu Asia/Kolkata Asia/Yangon Atlantic/Faroe Europe/Kyiv Pacific/Chuuk Pacific/Kanton
Pacific/Pohnpei UTC`;

/** Every zone of the IANA database that stands for a place, by its name now and the one the runtime knows it by, and UTC. */
export const timeZones: readonly string[] = [
  ...new Set([...Intl.supportedValuesOf('timeZone'), ...renamed.trim().split(/\s+/)]),
].toSorted();
