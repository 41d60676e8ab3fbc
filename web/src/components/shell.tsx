"use client";
// The frame of every screen but the room: whose calendar, which role, what next.
import {
  BriefcaseBusiness,
  CalendarDays,
  Clock3,
  History,
  LogIn,
  LogOut,
  type LucideIcon,
  Search,
  Settings,
  UserRoundPlus,
} from "lucide-react";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { DropdownMenu } from "radix-ui";
import { type ReactNode, useEffect } from "react";
import { cn } from "@/lib/cn";
import { useAccount, useRole } from "@/lib/hooks";
import { type Role, placeInRole, roleOfPath } from "@shared/roles";
import { Mark } from "./mark";
import { ROLE_ICON, ROLE_LOOK } from "./role";
import { ButtonLink } from "./ui/button";
import { Avatar } from "./ui/parts";

type Place = {
  href: string;
  key: "find" | "calendar" | "bookings" | "services" | "hours" | "settings" | "home" | "login" | "signup";
  icon: LucideIcon;
  /** Pages that are reached from this one. */
  also?: string[];
};

function placesOf(role: Role): Place[] {
  const at = `/as/${role}`;
  const own: Place[] =
    role === "client"
      ? [{ href: "/search", key: "find", icon: Search }]
      : [
          {
            href: `${at}/services`,
            key: "services",
            icon: BriefcaseBusiness,
            also: [`${at}/classes`, `${at}/plans`],
          },
          { href: `${at}/hours`, key: "hours", icon: Clock3 },
        ];
  return [
    { href: `${at}/calendar`, key: "calendar", icon: CalendarDays },
    {
      href: `${at}/bookings`,
      key: "bookings",
      icon: History,
      also: [`${at}/purchases`, `${at}/payments`],
    },
    ...own,
    { href: `${at}/settings`, key: "settings", icon: Settings },
  ];
}
const VISITOR: Place[] = [
  { href: "/search", key: "find", icon: Search },
  { href: "/login", key: "login", icon: LogIn },
  { href: "/signup", key: "signup", icon: UserRoundPlus },
];

export function RoleSwitch({ roles }: { roles: string[] }) {
  const t = useTranslations("role");
  const path = usePathname();
  const search = useSearchParams().toString();
  const current = useRole();
  const shown = (["client", "professional"] as const).filter((role) => roles.includes(role) || role === current);
  return (
    <nav
      aria-label={t("switch")}
      data-testid="role-switch"
      className="flex rounded-full border border-line bg-raised p-0.5"
    >
      {shown.map((role) => {
        const Icon = ROLE_ICON[role];
        const on = role === current;
        return (
          <Link
            key={role}
            href={
              on && roleOfPath(path)
                ? path + (search && `?${search}`)
                : placeInRole(path, search && `?${search}`, role)
            }
            aria-current={on ? "true" : undefined}
            aria-label={t(role)}
            className={cn(
              "inline-flex min-h-10 items-center gap-1.5 rounded-full px-3 text-13 font-medium transition-colors duration-150",
              on ? cn(ROLE_LOOK[role].soft, ROLE_LOOK[role].ink) : "text-muted hover:text-ink",
            )}
          >
            <Icon aria-hidden size={16} />
            <span className={cn(!on && "max-sm:hidden")}>{t(role)}</span>
          </Link>
        );
      })}
    </nav>
  );
}

function AccountMenu({ name, email }: { name: string; email: string }) {
  const t = useTranslations("nav");
  const role = useRole();
  const item = "flex min-h-11 items-center gap-2 rounded-sm px-3 outline-none data-highlighted:bg-sunken";
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="rounded-full">
        <span className="sr-only">{t("account", { name })}</span>
        <Avatar name={name} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={8}
          className="z-50 w-64 appear rounded-md border border-line bg-raised p-1 shadow-lift"
        >
          <div className="border-b border-line px-3 pt-2 pb-3">
            <p className="truncate font-medium">{name}</p>
            <p className="truncate text-13 text-muted">{email}</p>
          </div>
          <DropdownMenu.Item asChild className={cn(item, "mt-1")}>
            <Link href={`/as/${role}/settings`}>
              <Settings aria-hidden size={18} /> {t("settings")}
            </Link>
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className={cn(item, "cursor-pointer")}
            onSelect={() => void signOut({ callbackUrl: "/" })}
          >
            <LogOut aria-hidden size={18} /> {t("logout")}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function NavLink({ place, side }: { place: Place; side: boolean }) {
  const t = useTranslations("nav");
  const path = usePathname();
  const here = [place.href, ...(place.also ?? [])].some((each) => path === each || path.startsWith(`${each}/`));
  const Icon = place.icon;
  return (
    <Link
      href={place.href}
      aria-current={here ? "page" : undefined}
      className={cn(
        side
          ? "flex min-h-11 items-center gap-3 rounded-md px-3 text-15"
          : "flex min-h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-[0.6875rem] leading-4",
        here ? "font-medium text-role-ink" : "text-muted hover:text-ink",
        here && side && "bg-role-soft",
      )}
    >
      <Icon aria-hidden size={side ? 18 : 20} strokeWidth={here ? 2.25 : 1.75} />
      {t(place.key)}
    </Link>
  );
}

export function Shell({ children, devMail }: { children: ReactNode; devMail: boolean }) {
  const t = useTranslations();
  const account = useAccount();
  const role = useRole();
  const inRole = roleOfPath(usePathname()) !== null;
  useEffect(() => {
    document.documentElement.dataset.role = role;
  }, [role]);
  const places = account ? placesOf(role) : VISITOR;
  return (
    <div data-role={role} className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-raised px-4 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("nav.skip")}
      </a>
      {account && (
        <div
          data-testid="role-bar"
          data-role-in-force={role}
          className={cn(
            "sticky top-0 z-30 border-role bg-paper",
            role === "client" ? "border-t-4 border-solid" : "border-t-[7px] border-double",
          )}
        />
      )}
      <header className="border-b border-line">
        <div className="mx-auto flex h-16 max-w-[70rem] items-center gap-3 px-4 md:px-6">
          <Link href="/" className="flex min-h-11 items-center gap-2 rounded-sm text-17 font-semibold tracking-tight">
            <Mark className="size-7" />
            <span className={cn(account && "max-sm:sr-only")}>{t("site.name")}</span>
          </Link>
          <div className="flex-1" />
          {account ? (
            <>
              <ButtonLink href="/search" look="quiet" size="sm" className="max-md:hidden">
                <Search aria-hidden size={16} /> {t("nav.find")}
              </ButtonLink>
              {!inRole && (
                <ButtonLink href={`/as/${role}/calendar`} look="quiet" size="sm" className="max-md:hidden">
                  <CalendarDays aria-hidden size={16} /> {t("nav.calendar")}
                </ButtonLink>
              )}
              <RoleSwitch roles={account.roles} />
              <AccountMenu name={account.name} email={account.email} />
            </>
          ) : (
            <>
              <ButtonLink href="/login" look="quiet">
                {t("nav.login")}
              </ButtonLink>
              <ButtonLink href="/signup" look="plain">
                {t("nav.signup")}
              </ButtonLink>
            </>
          )}
        </div>
      </header>
      <div className="mx-auto flex w-full max-w-[70rem] flex-1 gap-10 px-4 md:px-6">
        {account && inRole && (
          <nav
            aria-label={t("nav.main")}
            className="sticky top-0 grid w-44 shrink-0 content-start gap-1 self-start py-8 max-md:hidden"
          >
            {places.map((place) => (
              <NavLink key={place.key} place={place} side />
            ))}
          </nav>
        )}
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 py-6 outline-none md:py-8">
          {children}
        </main>
      </div>
      <footer className="border-t border-line text-13 text-muted max-md:mb-[calc(3.5rem+env(safe-area-inset-bottom))]">
        <div className="mx-auto flex max-w-[70rem] flex-wrap items-center gap-x-6 gap-y-1 px-4 py-4 md:px-6">
          <p>{t("site.promise")}</p>
          {devMail && (
            <Link
              href="/dev/mail"
              className="inline-flex min-h-6 items-center underline underline-offset-4 hover:text-ink"
            >
              {t("nav.devMail")}
            </Link>
          )}
        </div>
      </footer>
      <nav
        aria-label={t("nav.main")}
        className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-raised pb-[env(safe-area-inset-bottom)] md:hidden"
      >
        {places.map((place) => (
          <NavLink key={place.key} place={place} side={false} />
        ))}
      </nav>
    </div>
  );
}
