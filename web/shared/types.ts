// Short names for what the API sends and takes.
import type { Role } from "./roles";
import type { Slot } from "./problem";

export type { Slot };
export interface Account {
  id: string;
  email: string;
  name: string;
  zone: string;
  locale: string;
  roles: string[];
  professional: { slug: string; headline: string; active: boolean } | null;
}
export interface ServiceBrief {
  id: string;
  title: string;
  duration_minutes: number;
  price_minor: number;
  currency: string;
}
export interface Service extends ServiceBrief {
  description: string;
  buffer_before_minutes: number;
  buffer_after_minutes: number;
  notice_minutes: number;
  window_days: number;
  step_minutes: number;
  cancel_cutoff_minutes: number;
  active: boolean;
}
export interface ProfessionalItem<S = ServiceBrief> {
  id: string;
  slug: string;
  name: string;
  headline: string;
  bio: string;
  categories: string[];
  languages: string[];
  zone: string;
  services: S[];
  next_slots: { service_id: string; start: string; end: string }[];
}
export type Professional = ProfessionalItem<Service>;
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}
export interface SlotsAnswer {
  service_id: string;
  zone: string;
  slots: Slot[];
}
export interface Booking {
  id: string;
  status: string;
  role: Role;
  service: { id: string; title: string; duration_minutes: number };
  professional: { id: string; name: string; slug: string; zone: string };
  client: { id: string; name: string; zone: string };
  start: string;
  end: string;
  zone: string;
  price_minor: number;
  currency: string;
  note: string | null;
  cancel_cutoff_minutes: number;
  can_cancel: boolean;
  joinable: { opens_at: string; closes_at: string };
  created_at: string;
}
export interface WeeklyHours {
  zone: string;
  hours: { weekday: number; start: string; end: string }[];
}
export interface Entrance {
  url: string;
  token: string;
  room: string;
  role: Role;
  opens_at: string;
  ends_at: string;
  closes_at: string;
  participant: { identity: string; name: string };
}
export interface Mail {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  sent_at: string | null;
  links: string[];
}
export interface ProfessionalProfile {
  slug: string | null;
  headline: string;
  bio: string;
  languages: string[];
  categories: string[];
  active: boolean;
}
