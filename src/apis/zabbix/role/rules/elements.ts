// The elements of the frontend and the actions that roles allow or deny, by rank.

import type { Rank } from './rank.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const ui: readonly (readonly string[])[] = [
  words(`monitoring.dashboard monitoring.problems monitoring.hosts monitoring.latest_data monitoring.maps
    services.services services.sla_report inventory.overview inventory.hosts reports.availability_report
    reports.top_triggers`),
  words(`monitoring.discovery services.sla reports.scheduled_reports reports.notifications
    configuration.template_groups configuration.host_groups configuration.templates configuration.hosts
    configuration.maintenance configuration.discovery configuration.trigger_actions configuration.service_actions
    configuration.discovery_actions configuration.autoregistration_actions configuration.internal_actions`),
  words(`reports.system_info reports.audit reports.action_log configuration.event_correlation
    administration.media_types administration.scripts administration.user_groups administration.user_roles
    administration.users administration.api_tokens administration.authentication administration.general
    administration.audit_log administration.housekeeping administration.proxy_groups administration.proxies
    administration.macros administration.queue`),
];

const userActions = words(`edit_dashboards edit_maps acknowledge_problems suppress_problems close_problems
  change_severity add_problem_comments execute_scripts manage_api_tokens`);
const adminActions = words('edit_maintenance manage_scheduled_reports manage_sla');
const lastActions = words('invoke_execute_now change_problem_ranking');

/** The elements of a rank in the order of the wire (Zabbix 7.0 manual, "Role object"; 2026-08). */
export function uiElements(rank: Rank): readonly string[] {
  return ui.slice(0, rank).flat();
}

/** The actions of a rank in the order of the wire (same page). */
export function actions(rank: Rank): readonly string[] {
  return [...userActions, ...(rank > 1 ? adminActions : []), ...lastActions];
}
