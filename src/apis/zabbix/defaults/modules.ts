// The frontend modules of a fresh server, which roles allow or deny.

const names = `
actionlog clock dataover discovery favgraphs favmaps geomap graph graphprototype hostavail item map navtree itemhistory
problemhosts problems problemsbysv slareport svggraph systeminfo tophosts trigover url web gauge toptriggers piechart
honeycomb hostnavigator itemnavigator`;

/** The modules of Zabbix 7.0: `moduleid` 1 to 30, in that order; 2026-08. */
export const modules: readonly { readonly moduleid: number; readonly id: string }[] = names
  .trim()
  .split(/\s+/)
  .map((id, index) => ({ moduleid: index + 1, id }));
