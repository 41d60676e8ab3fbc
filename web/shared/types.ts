// Short names for what the API sends; all of it is made from the scheduler's OpenAPI document (npm run api).
import type { components } from "./api";

type Schemas = components["schemas"];

export type Account = Schemas["AccountView"];
export type Booking = Schemas["BookingView"];
export type Checkout = Schemas["Checkout"];
export type Entrance = Schemas["Entrance"];
export type CalendarFeed = Schemas["FeedView"];
export type CalendarLink = Schemas["CalendarLinkView"];
export type Charge = Schemas["ChargeBrief"];
export type ChatConsent = Schemas["ChatConsentView"];
export type MadeFeed = Schemas["MadeFeed"];
export type Message = Schemas["MessageView"];
export type MessageList = Schemas["MessageList"];
export type Mail = Schemas["MailView"];
export type MailList = Schemas["MailList"];
export type Professional = Schemas["ProfessionalPage"];
export type PhotoView = Schemas["PhotoView"];
export type SiteEntry = Schemas["SiteEntry"];
export type ProfessionalCard = Schemas["ProfessionalCard"];
export type ProfessionalProfile = Schemas["ProfessionalProfileView"];
export type ClientProfile = Schemas["ClientProfileView"];
export type CalendarKinds = Schemas["CalendarKinds"];
export type Enrolment = Schemas["Enrolment"];
export type Explained = Schemas["Explained"];
export type FoundCalendars = Schemas["FoundCalendars"];
export type IdentityList = Schemas["IdentityList"];
export type Limits = Schemas["Limits"];
export type PasskeyList = Schemas["PasskeyList"];
export type ProviderList = Schemas["ProviderList"];
export type RecoveryCodes = Schemas["RecoveryCodes"];
export type Schedule = Schemas["ScheduleView"];
export type SecondFactor = Schemas["SecondFactorView"];
export type SecondStep = Schemas["SecondStep"];
export type SecurityEvent = Schemas["SecurityEventView"];
export type SignInList = Schemas["SignInList"];
export type TimeOff = Schemas["TimeOffView"];
export type Travel = Schemas["TravelView"];
export type Service = Schemas["ServiceView"];
export type SignedIn = Schemas["SignedIn"];
export type Slot = Schemas["Slot"];
export type SlotsAnswer = Schemas["Slots"];
export type WeeklyHours = Schemas["Weekly"];
export type Day = Schemas["Day"];

export type ClassDate = Schemas["ClassView"];
export type ClassRoster = Schemas["Roster"];
export type MadeClasses = Schemas["Made"];
export type WaitingPlace = Schemas["Place"];
export type Seated = Schemas["Seated"];
export type Question = Schemas["Question"];
export type Plan = Schemas["PlanView"];
export type Package = Schemas["PackageView"];
export type Subscription = Schemas["SubscriptionView"];
export type Payment = Schemas["PaymentView"];
export type Review = Schemas["ReviewView"];
export type KeptFile = Schemas["FileView"];

/** A page of a list; `next_cursor` leads to the next one. */
export interface Page<T> {
  items: T[];
  next_cursor?: string | null;
}
