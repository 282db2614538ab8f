// The locales a user or the server may speak.

const codes = `
en_GB en_US bg_BG ca_ES zh_CN zh_TW cs_CZ da_DK nl_NL fi_FI fr_FR ka_GE de_DE el_GR he_IL hu_HU id_ID it_IT ko_KR ja_JP
lv_LV lt_LT nb_NO fa_IR pl_PL pt_BR pt_PT ro_RO ru_RU sk_SK es_ES sv_SE tr_TR uk_UA vi_VN`;

/** Zabbix 7.0.22's locale codes, in the order in which its errors name them; 2026-08. */
export const locales: readonly string[] = codes.trim().split(/\s+/);

/** The themes of the frontend (Zabbix 7.0 manual, "Settings object"; 2026-08). */
export const themes: readonly string[] = ['blue-theme', 'dark-theme', 'hc-light', 'hc-dark'];
