// Made from the scheduler's OpenAPI document by `npm run api`; not to be edited.

export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The keys that verify our tokens.
         * @description Open to everybody.
         */
        get: operations["published_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accounts, the newest first; `q`: a part of the address or the name, or an id.
         * @description In the role admin. Not for API keys. A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.
         */
        get: operations["list_accounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/accounts/{id}/reinstate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a suspended account in again.
         * @description In the role admin. Not for API keys.
         */
        post: operations["reinstate_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/accounts/{id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspend an account: every sign-in ends, nobody comes in, and it is not found.
         * @description In the role admin. Not for API keys.
         */
        post: operations["suspend_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the admins' journal, the newest first.
         * @description In the role admin. Not for API keys. A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.
         */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/bookings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a booking and everything that happened to it. Looking is an act, and needs a reason.
         * @description In the role admin. Not for API keys.
         */
        get: operations["show_booking_trail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a message that was reported.
         * @description In the role admin. Not for API keys.
         */
        get: operations["show_reported_message"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List payments, the newest first; of one person in whichever role, or for one booking or purchase.
         * @description In the role admin. Not for API keys. A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.
         */
        get: operations["list_all_payments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/payments/{id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a payment back, in part or whole.
         * @description The professional's part comes from the professional and the commission from us, as for every refund. In the role admin. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["give_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List reports, the oldest first.
         * @description In the role admin. Not for API keys. A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.
         */
        get: operations["list_reports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/reports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide about a report; what follows from it (a suspension, say) is an act of its own.
         * @description In the role admin. Not for API keys.
         */
        post: operations["decide_report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/vetting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List professionals by how far they are vetted, who waits longest first.
         * @description In the role admin. Not for API keys. A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.
         */
        get: operations["list_vetting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/vetting/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide about a professional.
         * @description In the role admin. Not for API keys.
         */
        post: operations["decide_vetting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with e-mail address and password.
         * @description An account with a second step answers an `mfa_token` instead of tokens. Open to everybody.
         */
        post: operations["log_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login/second": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The second step of a sign-in: a one-time code, or a recovery code.
         * @description The mfa_token works once, for five minutes, and bears five wrong codes. Open to everybody.
         */
        post: operations["second_step"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the sign-in this refresh token belongs to. Ending it twice is no mistake.
         * @description Open to everybody.
         */
        post: operations["log_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The providers one may sign in with.
         * @description Open to everybody.
         */
        get: operations["list_providers"];
        put?: never;
        /**
         * Sign in with a provider's answer; an address that is new here gets an account.
         * @description When the address has an account already: 409 link-needed, with a `link_token` to be used signed in to it. Open to everybody.
         */
        post: operations["sign_in_at_provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to sign in at a provider.
         * @description Open to everybody.
         */
        post: operations["begin_at_provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a passkey. It verified its user, so no second step follows.
         * @description Open to everybody.
         */
        post: operations["sign_in_with_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/passkey/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to sign in with a passkey: a challenge for any credential the device has for us.
         * @description Open to everybody.
         */
        post: operations["begin_passkey_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a link to choose a new password, if the address has an account.
         * @description Open to everybody.
         */
        post: operations["forgot_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose a new password with the secret from the mail; ends every sign-in.
         * @description Open to everybody.
         */
        post: operations["reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Trade a refresh token for its successor and a new access token.
         * @description The same token again within 30 seconds gives the same successor; later it ends the sign-in. Open to everybody.
         */
        post: operations["refresh_tokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/signup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign up.
         * @description A link to verify the address goes out by mail. The answer is the same when the address has an account. Open to everybody.
         */
        post: operations["sign_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify an address with the secret from the mail.
         * @description Open to everybody.
         */
        post: operations["verify_email"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/verify/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the verification link again.
         * @description Open to everybody.
         */
        post: operations["resend_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/availability/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show how many bookings I take in a day, a week, a month.
         * @description In the role professional. API keys need the scope `availability:read`. Has an ETag.
         */
        get: operations["show_limits"];
        /**
         * Take at most so many bookings in a day, a week, a month, over all my services.
         * @description In the role professional. API keys need the scope `availability:write`. Honours If-Match.
         */
        put: operations["change_limits"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/availability/overrides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my days that differ from the week of the default schedule.
         * @description In the role professional. API keys need the scope `availability:read`.
         */
        get: operations["list_day_overrides"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/availability/overrides/{date}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give one day its own hours; without ranges it is closed.
         * @description A range belongs to the day it starts on: what the day before has past midnight stays open, and must not overlap. In the role professional. API keys need the scope `availability:write`.
         */
        put: operations["change_day_override"];
        post?: never;
        /**
         * Let the week of the default schedule rule on this day again.
         * @description In the role professional. API keys need the scope `availability:write`.
         */
        delete: operations["delete_day_override"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/availability/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my schedules, the default first.
         * @description In the role professional. API keys need the scope `availability:read`.
         */
        get: operations["list_schedules"];
        put?: never;
        /**
         * Make a schedule that services can go by. The first is the default.
         * @description In the role professional. API keys need the scope `availability:write`. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["create_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/availability/schedules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show one of my schedules.
         * @description In the role professional. API keys need the scope `availability:read`. Has an ETag.
         */
        get: operations["show_schedule"];
        put?: never;
        post?: never;
        /**
         * Delete one of my schedules with its days: not the default, nor one that a service goes by.
         * @description In the role professional. API keys need the scope `availability:write`. Honours If-Match.
         */
        delete: operations["delete_schedule"];
        options?: never;
        head?: never;
        /**
         * Change one of my schedules; what is left out stays.
         * @description `hours` replace the whole week. `default` can only be set: it then is no longer the other's. Bookings that stand are not touched. In the role professional. API keys need the scope `availability:write`. Honours If-Match.
         */
        patch: operations["change_schedule"];
        trace?: never;
    };
    "/api/v1/availability/schedules/{id}/overrides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a schedule's days that differ from its week.
         * @description In the role professional. API keys need the scope `availability:read`.
         */
        get: operations["list_schedule_overrides"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/availability/schedules/{id}/overrides/{date}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give one day of a schedule its own hours; without ranges it is closed.
         * @description In the role professional. API keys need the scope `availability:write`.
         */
        put: operations["change_schedule_override"];
        post?: never;
        /**
         * Let a schedule's week rule on this day again.
         * @description In the role professional. API keys need the scope `availability:write`.
         */
        delete: operations["delete_schedule_override"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/availability/time-off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my time off that is not over, the soonest first, with the bookings that stand in it.
         * @description In the role professional. API keys need the scope `availability:read`.
         */
        get: operations["list_time_off"];
        put?: never;
        /**
         * Take time off: nothing can be booked then.
         * @description Bookings that stand in it are told (`clashes`) and not touched: move or cancel them. In the role professional. API keys need the scope `availability:write`. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["create_time_off"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/availability/time-off/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Be there after all.
         * @description In the role professional. API keys need the scope `availability:write`.
         */
        delete: operations["delete_time_off"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/availability/travel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my stays in other zones, those to come and those that are over.
         * @description In the role professional. API keys need the scope `availability:read`.
         */
        get: operations["list_travel"];
        put?: never;
        /**
         * Say that I am in another zone from one day to another: my hours of those days are meant in it.
         * @description The trip lasts from the first midnight there of the first day to that after the last; home's days go on to the very instant before and after. Bookings that stand keep their instants. In the role professional. API keys need the scope `availability:write`. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["create_travel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/availability/travel/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Stay at home.
         * @description In the role professional. API keys need the scope `availability:write`.
         */
        delete: operations["delete_travel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/availability/weekly": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show my weekly hours: those of the default schedule.
         * @description Before they were first written: none, in the zone I live in. In the role professional. API keys need the scope `availability:read`. Has an ETag.
         */
        get: operations["show_weekly_hours"];
        /**
         * Replace my weekly hours: those of the default schedule.
         * @description Ranges are wall time in `zone`, may end at 24:00 or run past midnight (an end before the start is the next day's) and must not overlap, Sunday's with Monday's neither. Bookings that stand are not touched. In the role professional. API keys need the scope `availability:write`. Honours If-Match.
         */
        put: operations["change_weekly_hours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/balances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my balances as a professional, one a currency.
         * @description Negative: more was disputed or given back after a payout than has come in since. In the role professional. API keys need the scope `payments:read`.
         */
        get: operations["list_balances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the bookings of the role in force.
         * @description Upcoming: those that stand and are not over, the soonest first. Past: over or cancelled, the latest first. In the role client or professional. API keys need the scope `bookings:read`. A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.
         */
        get: operations["list_bookings"];
        put?: never;
        /**
         * Book a slot, as a client.
         * @description `start` is one of the service's listed slots. Where the professional approves bookings it is a request, which lapses after a day. When the slot is taken, the answer (409) has the next free ones; when it is your own calendar that clashes, in whichever role, it says with what. In the role client. API keys need the scope `bookings:write`. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["book_slot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show one booking, in the role I have in it.
         * @description In the role client or professional. API keys need the scope `bookings:read`. Has an ETag.
         */
        get: operations["show_booking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the seat that is held for me.
         * @description In the role client. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["accept_seat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a request.
         * @description In the role professional. API keys need the scope `bookings:write`. Safe to repeat with an Idempotency-Key; its answer is kept for two days. Honours If-Match.
         */
        post: operations["approve_booking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a booking.
         * @description A client may until the cut-off agreed at booking, a professional until the end; a request is taken back the same way. The time is free again for both, the room closes, both are told. In the role client or professional. API keys need the scope `bookings:write`. Safe to repeat with an Idempotency-Key; its answer is kept for two days. Honours If-Match.
         */
        post: operations["cancel_booking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/charges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what a booking costs and what became of it, the newest first.
         * @description The client pays at /payments/{charge}; a held booking is confirmed by it. In the role client or professional. API keys need the scope `bookings:read`.
         */
        get: operations["list_charges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/chat-consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show who agrees that the chat of a booking's room is kept.
         * @description In the role client or professional. Not for API keys.
         */
        get: operations["show_chat_consent"];
        /**
         * Agree that the room's chat is kept with the booking, or withdraw that.
         * @description It is kept while both agree. Withdrawing removes one's own lines that were kept. In the role client or professional. Not for API keys.
         */
        put: operations["give_chat_consent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decline a request: its time is free again.
         * @description In the role professional. API keys need the scope `bookings:write`. Safe to repeat with an Idempotency-Key; its answer is kept for two days. Honours If-Match.
         */
        post: operations["decline_booking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/dispute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Contest how a booking ended, within three days.
         * @description In the role client or professional. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept for two days. Honours If-Match.
         */
        post: operations["dispute_booking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/extension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the wish to go on that is open, if there is one.
         * @description In the role client or professional. Not for API keys.
         */
        get: operations["show_extension"];
        put?: never;
        /**
         * Ask to go on for a while, while the meeting runs; the other side has five minutes to agree.
         * @description Refused (409) when one of the two is not free then, in whichever role. It costs what the time costs. In the role client or professional. Not for API keys.
         */
        post: operations["ask_extension"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/extension/grant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Agree to go on, as the side that did not ask: the meeting and its room end later.
         * @description In the role client or professional. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["grant_extension"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what happened to a booking: who did what, in which role, when, and why.
         * @description In the role client or professional. API keys need the scope `bookings:read`.
         */
        get: operations["show_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enter the room of a booking.
         * @description From ten minutes before the start until the end and its grace, for its two people, each in the role of this booking. The token lasts at most ten minutes; ask again to come back. Who is turned away by a 503 counts as having come. In the role client or professional. Not for API keys.
         */
        post: operations["join_booking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the messages of a booking of mine: the newest ones first to come, then further back.
         * @description With a `newer_cursor`, what was written since. In the role client or professional. Not for API keys. A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.
         */
        get: operations["list_messages"];
        put?: never;
        /**
         * Write to the other side of a booking.
         * @description Up to 4,000 characters and ten files. The other side sees it at once, and is told by mail if it is still unread after five minutes. About a booking that did not come about nothing can be written two weeks after its time. A line of the room's chat (`source` room) is kept only while both agree (`chat-consent`): else 409. In the role client or professional. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["write_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/messages/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a message of mine, with its files, for both of us; its place stays.
         * @description In the role client or professional. Not for API keys.
         */
        delete: operations["delete_message"];
        options?: never;
        head?: never;
        /**
         * Change the words of a message of mine, within fifteen minutes. It says that it was changed.
         * @description In the role client or professional. Not for API keys.
         */
        patch: operations["edit_message"];
        trace?: never;
    };
    "/api/v1/bookings/{id}/messages/{message_id}/files/{file_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch a file of a message; it is to be saved, not shown.
         * @description In the role client or professional. Not for API keys.
         */
        get: operations["download_attachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/messages/{message_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report a message that was sent to me. From then on it is kept as it is until it is decided.
         * @description In the role client or professional. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["report_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/messages/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark the messages of a booking as read up to a number; a mark only moves forward.
         * @description In the role client or professional. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["mark_messages_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a booking to another time.
         * @description A client may until the cut-off, and asks anew where the professional approves bookings; a professional may until it starts, and then the client may cancel until the start. The booking is not in its own way; all else of its two people is, in whichever role. In the role client or professional. API keys need the scope `bookings:write`. Safe to repeat with an Idempotency-Key; its answer is kept for two days. Honours If-Match.
         */
        post: operations["move_booking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch the photo of the person on the other side of a booking of mine.
         * @description In the role client or professional. Not for API keys.
         */
        get: operations["show_other_photo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide a dispute, as an admin.
         * @description In the role admin. Not for API keys.
         */
        post: operations["resolve_dispute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Review a meeting that took place, within two weeks.
         * @description Neither side reads the other's review before it has written its own, or the two weeks are over. In the role client or professional. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["write_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the reviews of a meeting of mine: my own, and the other side's once it is shown.
         * @description In the role client or professional. Not for API keys.
         */
        get: operations["list_reviews_of_booking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bookings/{id}/slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the times that a booking could be moved to: free for both of its people.
         * @description Those that start in [from, to), at most 62 days. In the role client or professional. API keys need the scope `bookings:read`.
         */
        get: operations["list_times_to_move_to"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show my calendar: all that stands, or was held, in either role; each item says in which.
         * @description From and to are at most 62 days apart, half open. For whoever is signed in, about themselves. API keys need the scope `calendar:read`.
         */
        get: operations["show_calendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar-feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show whether my bookings can be read at a secret address.
         * @description In the role client or professional. Not for API keys. Has an ETag.
         */
        get: operations["show_calendar_feed"];
        put?: never;
        /**
         * Make a secret address at which calendars can read my bookings in both roles.
         * @description The one before, if there was one, opens nothing from then on. The address is in this answer and nowhere else. In the role client or professional. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept sealed, for half an hour.
         */
        post: operations["make_calendar_feed"];
        /**
         * Switch my feed off: its address opens nothing any more.
         * @description In the role client or professional. Not for API keys. Honours If-Match.
         */
        delete: operations["remove_calendar_feed"];
        options?: never;
        head?: never;
        /**
         * Say what my feed shows: titles and names, or only that I am busy. Its address stays.
         * @description In the role client or professional. Not for API keys. Honours If-Match.
         */
        patch: operations["change_calendar_feed"];
        trace?: never;
    };
    "/api/v1/calendar-feeds/{secret}.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read somebody's bookings as a calendar (RFC 5545), from 90 days back to a year ahead.
         * @description For calendar programs that were given the secret address. Open to everybody. Has an ETag.
         */
        get: operations["read_calendar_feed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my calendars elsewhere, the oldest first, with the bookings that stand in the time they take.
         * @description In the role client or professional. Not for API keys.
         */
        get: operations["list_calendar_links"];
        put?: never;
        /**
         * Let a calendar of mine elsewhere count as busy time.
         * @description One of kind `ics` is read at its address at once and every half hour from then on: `checked_at` and `problem` tell what came of it. One of kind `file` is empty until its file is put. In the role client or professional. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["create_calendar_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar-links/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show one of my calendars elsewhere: how reading it goes, and which bookings stand in the time it takes.
         * @description In the role client or professional. Not for API keys. Has an ETag.
         */
        get: operations["show_calendar_link"];
        put?: never;
        post?: never;
        /**
         * Forget one of my calendars elsewhere: its time is free at once.
         * @description In the role client or professional. Not for API keys. Honours If-Match.
         */
        delete: operations["remove_calendar_link"];
        options?: never;
        head?: never;
        /**
         * Change one of my calendars elsewhere.
         * @description One that counts as busy no more gives its time back at once; another address is read at once, and what the one before said is forgotten. In the role client or professional. Not for API keys. Honours If-Match.
         */
        patch: operations["change_calendar_link"];
        trace?: never;
    };
    "/api/v1/calendar-links/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read one of my calendars elsewhere now; what came of it is shown when it is read.
         * @description In the role client or professional. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["check_calendar_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendar-links/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put the file (iCalendar, RFC 5545) of one of my calendars of kind `file`, in place of the one before.
         * @description Events that cannot be understood are left out and counted (`skipped`, `problem`). A file that is no calendar is refused, and the one before stays. In the role client or professional. Not for API keys.
         */
        put: operations["put_calendar_file"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/caldav": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find the calendars of an account at a CalDAV server.
         * @description The address may be the server's alone: its well-known place is asked too (RFC 6764), SRV records are not. In the role client or professional. Not for API keys.
         */
        post: operations["find_caldav_calendars"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/choose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Link some of the calendars that were found. One that was linked before is linked anew, with what it has.
         * @description In the role client or professional. Not for API keys.
         */
        post: operations["choose_calendars"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the kinds of calendars on other servers that can be linked here.
         * @description In the role client or professional. Not for API keys.
         */
        get: operations["list_calendar_kinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/oauth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find the calendars of the account at Google or Outlook that consent was given for.
         * @description In the role client or professional. Not for API keys.
         */
        post: operations["finish_calendar_consent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/oauth/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to link a calendar at Google or Outlook: where the browser goes to consent.
         * @description In the role client or professional. Not for API keys.
         */
        post: operations["begin_calendar_consent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the categories in use, the largest first; at most 200.
         * @description Open to everybody.
         */
        get: operations["list_categories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the classes I hold that start in [from, to), at most 62 days, cancelled ones too.
         * @description In the role professional. API keys need the scope `bookings:read`.
         */
        get: operations["list_my_classes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/classes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a class I hold: who has a seat, how many wait.
         * @description In the role professional. API keys need the scope `bookings:read`. Has an ETag.
         */
        get: operations["show_class"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/classes/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Call a class off: its seats are cancelled, those who had them are told.
         * @description In the role professional. API keys need the scope `bookings:write`. Safe to repeat with an Idempotency-Key; its answer is kept for two days. Honours If-Match.
         */
        post: operations["cancel_class"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/classes/{id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enter the room of a class, as its host.
         * @description Clients enter by the booking of their seat. The times are those of any room. In the role professional. Not for API keys.
         */
        post: operations["join_class"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/classes/{id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hold a class at another time.
         * @description The seats follow; who is busy then gets their seat cancelled, everybody else may cancel until it starts. In the role professional. API keys need the scope `bookings:write`. Safe to repeat with an Idempotency-Key; its answer is kept for two days. Honours If-Match.
         */
        post: operations["move_class"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/classes/{id}/seats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Book a seat in a class.
         * @description In the role client. API keys need the scope `bookings:write`. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["book_seat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/classes/{id}/waiting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show my place on a waiting list.
         * @description In the role client. Not for API keys.
         */
        get: operations["show_waiting_place"];
        put?: never;
        /**
         * Wait for a seat in a full class.
         * @description When one is free it is held for the first who waits, who has two hours to accept it. In the role client. Not for API keys.
         */
        post: operations["join_waiting_list"];
        /**
         * Wait no longer.
         * @description In the role client. Not for API keys.
         */
        delete: operations["leave_waiting_list"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dev/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Mails, for development.
         * @description Only there when the server is not in production: it shows every link that was mailed to anybody. Open to everybody.
         */
        get: operations["list_development_mail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a file of mine.
         * @description In the role client or professional. Not for API keys.
         */
        get: operations["show_file"];
        /**
         * Bring a file of at most 10 MB, to send with a message.
         * @description The body is the file itself. The id is the caller's own choice (a random UUID): the same file with the same id again is the same file. Images, PDF, plain text and office documents without programs are taken, as their content tells. What is attached to nothing within a day is deleted. In the role client or professional. Not for API keys.
         */
        put: operations["upload_file"];
        post?: never;
        /**
         * Take back a file that was not sent yet.
         * @description In the role client or professional. Not for API keys.
         */
        delete: operations["delete_file"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch a file of mine; it is to be saved, not shown.
         * @description In the role client or professional. Not for API keys.
         */
        get: operations["download_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invoices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download an invoice or a credit note as PDF.
         * @description For its payer as client, and for the professional who issued it. In the role client or professional. API keys need the scope `payments:read`.
         */
        get: operations["download_invoice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/links/{secret}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the service that a secret link leads to.
         * @description Open to everybody.
         */
        get: operations["show_link"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show my account.
         * @description For whoever is signed in, about themselves. Not for API keys. Has an ETag.
         */
        get: operations["show_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change my name, zone or language.
         * @description For whoever is signed in, about themselves. Not for API keys. Honours If-Match.
         */
        patch: operations["change_me"];
        trace?: never;
    };
    "/api/v1/me/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my API keys: those that open something, and for ninety days those that were revoked.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        get: operations["list_api_keys"];
        put?: never;
        /**
         * Make an API key. Its secret is in this answer and nowhere else. Needs a fresh sign-in.
         * @description It acts for me in the roles given, as far as I hold them then, within its scopes; never on my account itself. For whoever is signed in, about themselves. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept sealed, for half an hour.
         */
        post: operations["make_api_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/api-keys/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke one of my API keys: it opens nothing from now on.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["revoke_api_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/client": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show my client profile.
         * @description For whoever is signed in, about themselves. Not for API keys. Has an ETag.
         */
        get: operations["show_client_profile"];
        /**
         * Write my client profile.
         * @description For whoever is signed in, about themselves. Not for API keys. Honours If-Match.
         */
        put: operations["change_client_profile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what I agreed to. The header `Sec-GPC: 1` is heard here and written down.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        get: operations["show_consents"];
        put?: never;
        /**
         * Agree to something, or not any more.
         * @description For whoever is signed in, about themselves. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["decide_consent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/consents/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every decision I made, the newest first.
         * @description For whoever is signed in, about themselves. Not for API keys. A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.
         */
        get: operations["list_consent_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask to move my account to another address: a link goes to that address.
         * @description The answer is the same whether the address is somebody's or not. Needs a fresh sign-in. For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["change_email"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/email/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move my account to the new address, with the secret from the mail; the old address is told.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["confirm_email"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show whether my account will be deleted.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        get: operations["show_erasure"];
        put?: never;
        /**
         * Ask to have my account and my data deleted, fourteen days from now. Needs a fresh sign-in.
         * @description Refused while bookings stand or money is owed. A professional is not found or booked from now on. For whoever is signed in, about themselves. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["ask_for_erasure"];
        /**
         * Stay after all. Who was found as a professional opens that side again in the profile.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        delete: operations["take_erasure_back"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the copies I asked for.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        get: operations["list_exports"];
        put?: never;
        /**
         * Ask for a copy of everything you know of me; a mail says when it is ready. Needs a fresh sign-in.
         * @description For whoever is signed in, about themselves. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["ask_for_export"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/exports/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch a copy of my data, a ZIP, within seven days.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        get: operations["download_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the providers that open my account.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        get: operations["list_identities"];
        put?: never;
        /**
         * Link a provider to my account, with its answer to what I began.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["add_identity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/identities/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to link a provider to my account. Needs a fresh sign-in.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["begin_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/identities/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Link the provider of a refused sign-in, signed in to the account of its address.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["link_after_proof"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/identities/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a link: the provider opens my account no more. A password can always be chosen by mail.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["remove_identity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/notification-preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show how I am told.
         * @description For whoever is signed in, about themselves. Not for API keys. Has an ETag.
         */
        get: operations["show_notification_preferences"];
        /**
         * Choose how I am told.
         * @description Mail and the list about bookings and money stay on: both sides must be told of what they agreed and paid. Devices do not ring in the quiet hours, except for a reminder that would otherwise come after the start. For whoever is signed in, about themselves. Not for API keys. Honours If-Match.
         */
        put: operations["choose_notification_preferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my notifications, in both my roles, the newest first.
         * @description For whoever is signed in, about themselves. Not for API keys. A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.
         */
        get: operations["list_notifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark notifications of mine as read; ids that are not mine are passed over.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["mark_notifications_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/notifications/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow my notifications (server-sent events).
         * @description `notification` events carry one line each, `unread` the count whenever it changed, `conversation` how a booking's messages stand now that they changed (fetch what is newer); a comment is a heartbeat. With `Last-Event-ID` the stream begins with what came after it, else with what comes from now on. It ends when the sign-in does, and when more streams of mine are opened than are allowed: the oldest first. For whoever is signed in, about themselves. Not for API keys.
         */
        get: operations["stream_notifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my passkeys.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        get: operations["list_passkeys"];
        put?: never;
        /**
         * Add the passkey the browser has made.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["add_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/passkeys/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to add a passkey. Needs a fresh sign-in.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["begin_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/passkeys/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove one of my passkeys; it opens nothing from now on. Needs a fresh sign-in.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["remove_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/passkeys/rename": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give one of my passkeys another name.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["rename_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change my password; every other sign-in ends.
         * @description Needs the old password; where there is none yet, a sign-in of the last ten minutes. For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/professional": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show my professional profile, active or not.
         * @description For whoever is signed in, about themselves. Not for API keys. Has an ETag.
         */
        get: operations["show_professional_profile"];
        /**
         * Write my professional profile; it is public only while the professional side is active.
         * @description For whoever is signed in, about themselves. Not for API keys. Honours If-Match.
         */
        put: operations["change_professional_profile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/professional/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open my professional side: from now on I can be found and booked.
         * @description Where professionals are vetted, only once I am approved. For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["activate_professional"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/professional/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close my professional side: kept, but neither found nor booked.
         * @description Refused while clients are still booked with me. For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["deactivate_professional"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/prove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prove again that it is me, for what needs a fresh sign-in.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["prove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/prove/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prove again that it is me, with one of my passkeys; begin at `/auth/passkey/begin`.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["prove_with_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/push-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my devices, browsers and phones.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        get: operations["list_push_subscriptions"];
        put?: never;
        /**
         * Let a browser ring. The same endpoint again moves it to me and to this sign-in.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["add_push_subscription"];
        /**
         * Let a device of mine ring no more.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        delete: operations["remove_push_subscription"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/push-subscriptions/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the key that browsers subscribe with (VAPID, RFC 8292).
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        get: operations["show_push_key"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/push-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a phone ring. The same token again moves it to me and to this sign-in.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["add_push_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what I reported, the newest first, and what became of it.
         * @description For whoever is signed in, about themselves. Not for API keys. A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.
         */
        get: operations["list_my_reports"];
        put?: never;
        /**
         * Report something that is wrong: a person, a booking, a review, a message, a service.
         * @description For whoever is signed in, about themselves. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["report_something"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/security-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to my account's safety in the last year, the newest first.
         * @description For whoever is signed in, about themselves. Not for API keys. A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.
         */
        get: operations["security_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my sign-ins that still work.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        get: operations["list_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End one of my sign-ins; its tokens are refused from now on.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["revoke_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions/revoke-others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End all my sign-ins but this one.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["revoke_other_sessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether my sign-in has a second step.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        get: operations["show_totp"];
        put?: never;
        /**
         * Begin with an authenticator app: a secret for it. In force once confirmed.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["enrol_totp"];
        /**
         * Turn two-step sign-in off; its recovery codes are worthless.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        delete: operations["remove_totp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn two-step sign-in on, with a code that the app shows; answers the recovery codes, this once.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["confirm_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * New recovery codes; the ones before are worthless.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        post: operations["renew_recovery_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/vetting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far I am vetted.
         * @description For whoever is signed in, about themselves. Not for API keys.
         */
        get: operations["show_vetting"];
        put?: never;
        /**
         * Show my credentials to be vetted. Needs a professional profile.
         * @description For whoever is signed in, about themselves. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["submit_vetting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List how many messages I have not read, by booking, in the role in force.
         * @description In the role client or professional. Not for API keys.
         */
        get: operations["list_unread_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my payments in the role in force, the newest first.
         * @description A client's own, also those still to pay; a professional's those that clients made. In the role client or professional. API keys need the scope `payments:read`. A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.
         */
        get: operations["list_payments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what I have to pay, and how.
         * @description For the payer only. In the role client. Not for API keys.
         */
        get: operations["show_checkout"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the transfers to me, the newest first.
         * @description In the role professional. API keys need the scope `payments:read`. A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.
         */
        get: operations["list_payouts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch my photo in the role in force.
         * @description In the role client or professional. Not for API keys.
         */
        get: operations["show_photo"];
        /**
         * Set my photo in the role in force: JPEG, PNG, WebP or GIF of at most 10 MB.
         * @description It is drawn anew at 640 and at 160 pixels at most, without anything that the file says beside the picture. In the role client or professional. Not for API keys.
         */
        put: operations["put_photo"];
        post?: never;
        /**
         * Remove my photo in the role in force.
         * @description In the role client or professional. Not for API keys.
         */
        delete: operations["delete_photo"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/professionals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find professionals.
         * @description Every word of `q` must occur, also as a beginning, in another form or without accents, in the name, the headline, a category, a skill, a service or the bio; when nobody has them all, those who come near are found. Several categories (or languages) mean any of them. Prices are those of single services, in the currency's minor unit, and need `currency`. `free_from` and `free_to` ask for whoever has a free time in between, at most 60 days ahead, that lasts `duration` minutes (else as long as their shortest service). Without `sort`: by relevance if there are words, else by name. Open to everybody. A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.
         */
        get: operations["search_professionals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/professionals/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a professional's page.
         * @description A slug that the page had before shows it too; `moved_to` then says where it is now. Open to everybody.
         */
        get: operations["show_professional"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/professionals/{slug}/photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch the photo of a professional; there is none while their page is closed.
         * @description Open to everybody.
         */
        get: operations["show_professional_photo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/professionals/{slug}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what clients say of a professional, the newest first.
         * @description Open to everybody. A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.
         */
        get: operations["list_reviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{id}/hide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hide a review from everybody, as an admin: it counts for nothing any more.
         * @description In the role admin. Not for API keys.
         */
        post: operations["hide_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{id}/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer a review of mine, once; it stands beside it.
         * @description In the role professional. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["reply_to_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/series/{id}/seats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Book a seat in every class of a series that is still to come: in all of them or in none.
         * @description In the role client. Not for API keys. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["book_series"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my services, also those that are not active.
         * @description In the role professional. API keys need the scope `services:read`.
         */
        get: operations["list_services"];
        put?: never;
        /**
         * Offer a new service.
         * @description In the role professional. API keys need the scope `services:write`. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["create_service"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show one of my services.
         * @description In the role professional. API keys need the scope `services:read`. Has an ETag.
         */
        get: operations["show_service"];
        put?: never;
        post?: never;
        /**
         * Take one of my services off the offer for good.
         * @description Bookings that stand are not touched. In the role professional. API keys need the scope `services:write`. Honours If-Match.
         */
        delete: operations["delete_service"];
        options?: never;
        head?: never;
        /**
         * Change one of my services.
         * @description Bookings that stand keep the terms they were made under. In the role professional. API keys need the scope `services:write`. Honours If-Match.
         */
        patch: operations["change_service"];
        trace?: never;
    };
    "/api/v1/services/{id}/classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the classes of a service that can still be booked, full ones too.
         * @description Those that start in [from, to), at most 62 days. A secret service shows them by `link`. Open to everybody.
         */
        get: operations["list_classes"];
        put?: never;
        /**
         * Hold a class of one of my services, or a series of them.
         * @description The wall time stays through every change of the clock. When I am busy at one of the dates the answer (409) names them all, unless they are to be left out. In the role professional. API keys need the scope `bookings:write`. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["hold_classes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/{id}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the secret links of one of my services.
         * @description In the role professional. API keys need the scope `services:read`.
         */
        get: operations["list_links"];
        put?: never;
        /**
         * Make a secret link to one of my services.
         * @description The secret is in this answer and nowhere else. In the role professional. API keys need the scope `services:write`. Safe to repeat with an Idempotency-Key; its answer is kept sealed, for half an hour.
         */
        post: operations["make_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/{id}/links/{link_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Let a secret link lead nowhere. Bookings made by it stand.
         * @description In the role professional. API keys need the scope `services:write`.
         */
        delete: operations["revoke_link"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/{id}/slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the free times of a service.
         * @description Those that start in [from, to), at most 62 days; each of them can be booked as it stands. `duration`: one of the service's lengths in minutes. A secret service shows them by `link`. Open to everybody.
         */
        get: operations["list_slots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/{id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why is there no slot at this time?
         * @description The rule that removes it, by the same validator that lists and books, and the nearest times before and after (a week around) that can be booked. Of whose booking is in the way nothing is told. Open to everybody.
         */
        get: operations["explain_time"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sitemap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List every public page, for a site map.
         * @description Open to everybody. A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.
         */
        get: operations["list_site"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/unsubscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop the mails of one category, by the address in a mail.
         * @description RFC 8058: mailboxes post `List-Unsubscribe=One-Click` here; the token says it all. Open to everybody.
         */
        post: operations["unsubscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List my webhook endpoints of this role, the newest first.
         * @description In the role client or professional. API keys need the scope `webhooks:read`.
         */
        get: operations["list_webhook_endpoints"];
        put?: never;
        /**
         * Let another server be told of my events in this role. The secret is in this answer and nowhere else.
         * @description Each event is a POST signed as Standard Webhooks has it (`webhook-id`, `webhook-timestamp`, `webhook-signature`). It is sent at least once: what is not answered by 2xx in ten seconds is sent again for three days, under the same id. The order is not promised; `sequence` tells it. Redirects are not followed. In the role client or professional. API keys need the scope `webhooks:write`. Safe to repeat with an Idempotency-Key; its answer is kept sealed, for half an hour.
         */
        post: operations["create_webhook_endpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show one of my webhook endpoints.
         * @description In the role client or professional. API keys need the scope `webhooks:read`. Has an ETag.
         */
        get: operations["show_webhook_endpoint"];
        put?: never;
        post?: never;
        /**
         * Delete one of my webhook endpoints, with all that was sent to it.
         * @description In the role client or professional. API keys need the scope `webhooks:write`. Honours If-Match.
         */
        delete: operations["delete_webhook_endpoint"];
        options?: never;
        head?: never;
        /**
         * Change one of my webhook endpoints, or switch it off or on.
         * @description While it is off nothing is kept for it, and what was still to be sent has failed. In the role client or professional. API keys need the scope `webhooks:write`. Honours If-Match.
         */
        patch: operations["change_webhook_endpoint"];
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was sent to one of my webhook endpoints in the last thirty days, the newest first.
         * @description In the role client or professional. API keys need the scope `webhooks:read`. A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.
         */
        get: operations["list_webhook_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{id}/deliveries/{delivery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what was sent to one of my webhook endpoints, and what came back each time.
         * @description In the role client or professional. API keys need the scope `webhooks:read`.
         */
        get: operations["show_webhook_delivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{id}/deliveries/{delivery_id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an event again now, under its id, whatever came of it before; its three days begin anew.
         * @description In the role client or professional. API keys need the scope `webhooks:write`. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["redeliver_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new secret for one of my webhook endpoints.
         * @description For a day each message is signed with both, so that nothing is refused while the receiver learns the new one; the one before the last ends now. In the role client or professional. API keys need the scope `webhooks:write`. Safe to repeat with an Idempotency-Key; its answer is kept sealed, for half an hour.
         */
        post: operations["rotate_webhook_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-endpoints/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event to one of my webhook endpoints.
         * @description In the role client or professional. API keys need the scope `webhooks:write`. Safe to repeat with an Idempotency-Key; its answer is kept for two days.
         */
        post: operations["test_webhook_endpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/widget-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show which websites may show my widget.
         * @description In the role professional. Not for API keys. Has an ETag.
         */
        get: operations["show_widget_settings"];
        /**
         * Choose whether there is a widget of me, and which websites may show it.
         * @description In the role professional. Not for API keys. Honours If-Match.
         */
        put: operations["change_widget_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/widget/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a professional as another website may: who they are, what they offer, the next free times.
         * @description For browsers of the websites that they named, and for whoever is no browser. May be kept for half a minute. Open to everybody. Has an ETag.
         */
        get: operations["show_widget"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Whether a website may read a widget (the preflight of CORS).
         * @description Open to everybody.
         */
        options: operations["ask_widget"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/widget/{slug}/frame": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show which websites may frame our pages of a professional, as a Content-Security-Policy says it.
         * @description Open to everybody. Has an ETag.
         */
        get: operations["show_widget_frame"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/widget/{slug}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Make the address of our page that books one of their services, with a time and a note filled in.
         * @description Whether the time is free is looked at when it is booked. Open to everybody. Has an ETag.
         */
        get: operations["make_widget_link"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Whether a website may make a widget's links (the preflight of CORS).
         * @description Open to everybody.
         */
        options: operations["ask_widget_link"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/widget/{slug}/services/{id}/slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the free times of one of their services that start in [from, to), at most 62 days.
         * @description Open to everybody. Has an ETag.
         */
        get: operations["list_widget_slots"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Whether a website may read a widget's free times (the preflight of CORS).
         * @description Open to everybody.
         */
        options: operations["ask_widget_slots"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Alive: the process answers.
         * @description Open to everybody.
         */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures for Prometheus.
         * @description Open to everybody.
         */
        get: operations["metrics_text"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document.
         * @description Open to everybody.
         */
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ready: the database answers and is migrated.
         * @description Open to everybody.
         */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/livekit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the media node reports, signed as LiveKit signs.
         * @description Each event counts once, by its id; the token's `sha256` must be the body's; a node reports only on rooms that are placed on it. Open to everybody.
         */
        post: operations["receive_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the payment gateway reports, signed by it.
         * @description Each event counts once, by its id. What it changed is then asked of the gateway, so they may come in any order. Open to everybody.
         */
        post: operations["receive_payment_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "booking.approved": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A request was approved and waits for its payment.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_booking_approved"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "booking.cancelled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A booking was cancelled, or its class was.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_booking_cancelled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "booking.completed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A meeting was held.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_booking_completed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "booking.confirmed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A booking stands.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_booking_confirmed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "booking.declined": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A request was declined.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_booking_declined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "booking.dispute_resolved": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A dispute is decided.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_booking_dispute_resolved"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "booking.disputed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Somebody contests how a booking ended.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_booking_disputed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "booking.expired": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What waited for an answer or a payment has lapsed.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_booking_expired"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "booking.no_show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Somebody did not come.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_booking_no_show"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "booking.offered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A seat is held for the next who waits.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_booking_offered"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "booking.requested": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Somebody asks for a time, and the professional is to answer.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_booking_requested"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "booking.rescheduled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A booking has another time; `previous` is the one before.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_booking_rescheduled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "endpoint.test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * You asked for a test.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_endpoint_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "message.received": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Somebody wrote.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_message_received"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A card was declined.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_payment_failed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.refunded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Money was given back.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_payment_refunded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "payment.succeeded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A payment was taken.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_payment_succeeded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "review.published": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A review can be read.
         * @description Sent to the webhook endpoints that asked for it, at least once and in no promised order.
         */
        post: operations["on_review_published"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /**
         * AccountRow
         * @description An account in a list.
         */
        AccountRow: {
            /**
             * Created At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            created_at: string;
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Roles */
            roles: string[];
            /** Suspended */
            suspended: boolean;
            /** Verified */
            verified: boolean;
        };
        /**
         * AccountView
         * @description The signed-in person.
         */
        AccountView: {
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Locale */
            locale: string;
            /** Name */
            name: string;
            professional: components["schemas"]["ProfessionalBrief"] | null;
            /** Roles */
            roles: string[];
            /** Zone */
            zone: string;
        };
        /**
         * Act
         * @description One act of an admin; without an admin it was the command line.
         */
        Act: {
            /** Action */
            action: string;
            /** Admin Id */
            admin_id: string | null;
            /**
             * At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            at: string;
            /** Detail */
            detail: {
                [key: string]: unknown;
            };
            /** Id */
            id: number;
            /** Reason */
            reason: string;
            /** Target */
            target: string;
            /** Target Id */
            target_id: string;
        };
        /**
         * AdminPayment
         * @description A payment as who may give it back sees it. `kept_minor`: the most that can go back now.
         */
        AdminPayment: {
            /** Amount Minor */
            amount_minor: number;
            /** Captured Minor */
            captured_minor: number;
            /**
             * Created At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            created_at: string;
            /** Currency */
            currency: string;
            /** Disputed Minor */
            disputed_minor: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kept Minor */
            kept_minor: number;
            /**
             * Mode
             * @enum {string}
             */
            mode: "full" | "deposit" | "rest" | "hold";
            /** Paid At */
            paid_at: string | null;
            /**
             * Payee Id
             * Format: uuid
             */
            payee_id: string;
            /**
             * Payer Id
             * Format: uuid
             */
            payer_id: string;
            /** Returning Minor */
            returning_minor: number;
            /**
             * Status
             * @enum {string}
             */
            status: "created" | "pending" | "authorised" | "paid" | "partially_refunded" | "refunded" | "failed" | "cancelled" | "disputed";
            /**
             * Subject Id
             * Format: uuid
             */
            subject_id: string;
            /** Subject Kind */
            subject_kind: string;
            /** Title */
            title: string;
        };
        /**
         * Answer
         * @description A question as it was asked, and the answer.
         */
        Answer: {
            /** Answer */
            answer: string | boolean | string[];
            /** Key */
            key: string;
            /** Label */
            label: string;
        };
        /**
         * ApiKeyView
         * @description A key as its owner sees it: `hint` is how it ends, `last_used_on` a day (UTC).
         */
        ApiKeyView: {
            /**
             * Created At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /** Hint */
            hint: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Label */
            label: string;
            /** Last Used On */
            last_used_on: string | null;
            /** Revoked At */
            revoked_at: string | null;
            /** Roles */
            roles: string[];
            /** Scopes */
            scopes: string[];
        };
        /**
         * AskErasure
         * @description My own address, typed once more: what follows cannot be undone.
         */
        AskErasure: {
            /**
             * Email
             * Format: email
             * @example grace@example.org
             */
            email: string;
        };
        /**
         * AskExtension
         * @description For how much longer a running meeting should go on.
         */
        AskExtension: {
            /** Minutes */
            minutes: number;
        };
        /**
         * AttemptView
         * @description One attempt: the status that came back and the beginning of the answer, or why there was none.
         */
        AttemptView: {
            /**
             * At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            at: string;
            /** Error */
            error: string | null;
            /** Excerpt */
            excerpt: string;
            /** Ms */
            ms: number;
            /** Number */
            number: number;
            /** Status */
            status: number | null;
        };
        /**
         * BalanceView
         * @description A professional's money in one currency: held until the meeting has been, payable at the next payout.
         */
        BalanceView: {
            /** Currency */
            currency: string;
            /** Held Minor */
            held_minor: number;
            /** On Its Way Minor */
            on_its_way_minor: number;
            /** Payable Minor */
            payable_minor: number;
        };
        /**
         * BeginAtProvider
         * @description Which provider; zone and language are for an account that is made.
         */
        BeginAtProvider: {
            /**
             * Locale
             * @default en
             * @example en
             */
            locale?: string;
            /**
             * Provider
             * @example google
             */
            provider: string;
            /**
             * Zone
             * @default UTC
             * @example Europe/Berlin
             */
            zone?: string;
        };
        /**
         * BeginConsent
         * @description `writes`: ask to write bookings too, not only to see when one is busy.
         */
        BeginConsent: {
            /**
             * Writes
             * @default true
             */
            writes?: boolean;
        };
        /**
         * Begun
         * @description Where to send the browser. It keeps `key` and shows it with the answer, so that nobody else's can be slipped
         *     in.
         */
        Begun: {
            /** Key */
            key: string;
            /** Url */
            url: string;
        };
        /**
         * BookedService
         * @description The service, as it was called when it was booked.
         */
        BookedService: {
            /** Duration Minutes */
            duration_minutes: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Title */
            title: string;
        };
        /**
         * BookingView
         * @description A booking as one of its two people sees it, in `role`. `local_start` is wall time in `zone`, as agreed.
         *
         *     `expires_at`: when a request or a hold lapses; `held_for`: what a hold waits for; `absent`: of a no-show, who was
         *     not there.
         */
        BookingView: {
            /** Absent */
            absent: ("client" | "professional" | "both") | null;
            /** Answers */
            answers: components["schemas"]["Answer"][];
            /** Can Answer */
            can_answer: boolean;
            /** Can Cancel */
            can_cancel: boolean;
            /** Can Dispute */
            can_dispute: boolean;
            /** Can Move */
            can_move: boolean;
            /** Cancel Cutoff Minutes */
            cancel_cutoff_minutes: number;
            /** Class Id */
            class_id: string | null;
            client: components["schemas"]["Guest"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Currency */
            currency: string;
            /**
             * End
             * Format: date-time
             */
            end: string;
            /** Expires At */
            expires_at: string | null;
            /** Held For */
            held_for: ("payment" | "offer") | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            joinable: components["schemas"]["Joinable"];
            /**
             * Local Start
             * @example 2027-03-11T18:00
             */
            local_start: string;
            /** Note */
            note: string;
            /**
             * Payment
             * @enum {string}
             */
            payment: "none" | "full" | "deposit" | "hold";
            /** Price Minor */
            price_minor: number;
            professional: components["schemas"]["Host"];
            /**
             * Role
             * @enum {string}
             */
            role: "client" | "professional";
            /** Sequence */
            sequence: number;
            service: components["schemas"]["BookedService"];
            /**
             * Start
             * Format: date-time
             */
            start: string;
            /**
             * Status
             * @enum {string}
             */
            status: "requested" | "held" | "confirmed" | "running" | "completed" | "cancelled" | "declined" | "no_show" | "disputed" | "expired";
            /** Zone */
            zone: string;
        };
        /**
         * BookSlot
         * @description The slot a client wants: a service's start, exactly as it was listed. `duration_minutes`: one of the service's
         *     lengths, the usual one when left out. `answers`: by the questions' keys;
         *     `link`: the secret of the link by which a service that is not shown was found.
         */
        BookSlot: {
            /** Answers */
            answers?: {
                [key: string]: string | boolean | string[];
            };
            /**
             * Duration Minutes
             * @default null
             */
            duration_minutes?: number | null;
            /**
             * Link
             * @default null
             */
            link?: string | null;
            /**
             * Note
             * @default
             */
            note?: string;
            /**
             * Service Id
             * Format: uuid
             */
            service_id: string;
            /**
             * Start
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            start: string;
        };
        /**
         * CalDavAccount
         * @description An account at a CalDAV server. `address`: a calendar's, the server's, or just its name; many services want a
         *     password made for this (an app password).
         */
        CalDavAccount: {
            /**
             * Address
             * @example https://dav.example.org
             */
            address: string;
            /** Password */
            password: string;
            /** User */
            user: string;
        };
        /**
         * CalendarKinds
         * @description The kinds of calendars on other servers that can be linked here.
         */
        CalendarKinds: {
            /** Kinds */
            kinds: ("caldav" | "google" | "outlook")[];
        };
        /**
         * CalendarLinkView
         * @description A calendar of mine elsewhere, how it is read, and what came of it.
         *
         *     `address`: where it is, without what opens it. `checked_at`: null until it was read once. `problem`: what went
         *     wrong, or what of it could not be read; what was read before still counts.
         */
        CalendarLinkView: {
            /** Address */
            address: string;
            /** Checked At */
            checked_at: string | null;
            /** Clashes */
            clashes: components["schemas"]["ClashView"][];
            /** Counts Busy */
            counts_busy: boolean;
            /**
             * Created At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            created_at: string;
            /** Events */
            events: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "ics" | "file" | "caldav" | "google" | "outlook";
            /** Name */
            name: string;
            /** Next At */
            next_at: string | null;
            /** Problem */
            problem: string | null;
            /** Skipped */
            skipped: number;
            /**
             * State
             * @enum {string}
             */
            state: "active" | "failing" | "revoked";
            /** Writes */
            writes: boolean;
            /** Zone */
            zone: string;
        };
        /**
         * CallOff
         * @description Why a class is called off: those who booked it read this.
         */
        CallOff: {
            /**
             * Reason
             * @default
             */
            reason?: string;
        };
        /**
         * Candidate
         * @description A professional as who decides about them sees them.
         */
        Candidate: {
            /** Credentials */
            credentials: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Slug */
            slug: string;
            /**
             * State
             * @enum {string}
             */
            state: "unvetted" | "submitted" | "approved" | "rejected" | "suspended";
            /**
             * Submitted At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            submitted_at: string;
        };
        /**
         * Categories
         * @description The categories in use, the largest first.
         */
        Categories: {
            /** Items */
            items: components["schemas"]["CategoryCount"][];
        };
        /**
         * CategoryCount
         * @description A category, and how many professionals are in it.
         */
        CategoryCount: {
            /** Category */
            category: string;
            /** Professionals */
            professionals: number;
        };
        /**
         * ChangeCalendarLink
         * @description What is to change; the rest stays.
         */
        ChangeCalendarLink: {
            /**
             * Counts Busy
             * @default null
             */
            counts_busy?: boolean | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Url
             * @default null
             */
            url?: string | null;
            /**
             * Writes
             * @description Of a calendar at a server: whether bookings are written into it.
             * @default null
             */
            writes?: boolean | null;
            /**
             * Zone
             * @default null
             */
            zone?: string | null;
        };
        /**
         * ChangeClientProfile
         * @description The client profile, whole.
         */
        ChangeClientProfile: {
            /**
             * Bio
             * @default
             */
            bio?: string;
        };
        /**
         * ChangeDay
         * @description A day's own ranges; none means closed.
         */
        ChangeDay: {
            /** Ranges */
            ranges: components["schemas"]["DayRange"][];
        };
        /**
         * ChangeEndpoint
         * @description What to change; what is left out stays. `active` true also switches on what we had switched off.
         */
        ChangeEndpoint: {
            /**
             * Active
             * @default null
             */
            active?: boolean | null;
            /**
             * Description
             * @default null
             */
            description?: string | null;
            /**
             * Events
             * @default null
             */
            events?: (("booking.requested" | "booking.approved" | "booking.offered" | "booking.confirmed" | "booking.rescheduled" | "booking.cancelled" | "booking.declined" | "booking.expired" | "booking.completed" | "booking.no_show" | "booking.disputed" | "booking.dispute_resolved" | "payment.succeeded" | "payment.failed" | "payment.refunded" | "review.published" | "message.received" | "endpoint.test") | "*")[] | null;
            /**
             * Url
             * @default null
             */
            url?: string | null;
        };
        /**
         * ChangeMe
         * @description What to change; what is left out stays.
         */
        ChangeMe: {
            /**
             * Locale
             * @default null
             */
            locale?: string | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Zone
             * @default null
             */
            zone?: string | null;
        };
        /**
         * ChangePassword
         * @description The password so far and the one from now on; `old` stays out when the account has none yet.
         */
        ChangePassword: {
            /**
             * Old
             * @default null
             */
            old?: string | null;
            /** Password */
            password: string;
        };
        /**
         * ChangeProfessionalProfile
         * @description The professional profile, whole. Without a slug the one so far stays, or one is made from the name; without
         *     skills or credentials those so far stay.
         */
        ChangeProfessionalProfile: {
            /**
             * Bio
             * @default
             */
            bio?: string;
            /** Categories */
            categories?: string[];
            /**
             * Credentials
             * @default null
             */
            credentials?: components["schemas"]["Credential"][] | null;
            /** Headline */
            headline: string;
            /** Languages */
            languages?: string[];
            /**
             * Skills
             * @default null
             */
            skills?: string[] | null;
            /**
             * Slug
             * @default null
             */
            slug?: string | null;
        };
        /**
         * ChangeSchedule
         * @description What to change of a schedule; what is left out stays.
         */
        ChangeSchedule: {
            /**
             * Default
             * @default null
             */
            default?: true | null;
            /**
             * Hours
             * @default null
             */
            hours?: components["schemas"]["WeeklyRange"][] | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Zone
             * @default null
             */
            zone?: string | null;
        };
        /**
         * ChangeService
         * @description What to change; what is left out stays. A cap that is null is lifted, a schedule that is null is the default.
         *     Bookings that stand keep their terms.
         */
        ChangeService: {
            /**
             * Active
             * @default null
             */
            active?: boolean | null;
            /**
             * Approval
             * @default null
             */
            approval?: boolean | null;
            /**
             * Buffer After Minutes
             * @default null
             */
            buffer_after_minutes?: number | null;
            /**
             * Buffer Before Minutes
             * @default null
             */
            buffer_before_minutes?: number | null;
            /**
             * Cancel Cutoff Minutes
             * @default null
             */
            cancel_cutoff_minutes?: number | null;
            /**
             * Currency
             * @default null
             */
            currency?: string | null;
            /**
             * Decide Minutes
             * @default null
             */
            decide_minutes?: number | null;
            /**
             * Deposit Percent
             * @default null
             */
            deposit_percent?: number | null;
            /**
             * Description
             * @default null
             */
            description?: string | null;
            /**
             * Duration Minutes
             * @default null
             */
            duration_minutes?: number | null;
            /**
             * Intake
             * @default null
             */
            intake?: components["schemas"]["Question"][] | null;
            /**
             * Lengths
             * @default null
             */
            lengths?: components["schemas"]["Length"][] | null;
            /**
             * Max Per Day
             * @default null
             */
            max_per_day?: number | null;
            /**
             * Max Per Month
             * @default null
             */
            max_per_month?: number | null;
            /**
             * Max Per Week
             * @default null
             */
            max_per_week?: number | null;
            /**
             * Min Seats
             * @default null
             */
            min_seats?: number | null;
            /**
             * Notice Minutes
             * @default null
             */
            notice_minutes?: number | null;
            /**
             * Payment
             * @default null
             */
            payment?: ("none" | "full" | "deposit" | "hold") | null;
            /** @default null */
            policy?: components["schemas"]["Policy"] | null;
            /**
             * Price Minor
             * @default null
             */
            price_minor?: number | null;
            /**
             * Schedule Id
             * @default null
             */
            schedule_id?: string | null;
            /**
             * Seats
             * @default null
             */
            seats?: number | null;
            /**
             * Secret
             * @default null
             */
            secret?: boolean | null;
            /**
             * Step Minutes
             * @default null
             */
            step_minutes?: number | null;
            /**
             * Title
             * @default null
             */
            title?: string | null;
            /**
             * Window Days
             * @default null
             */
            window_days?: number | null;
        };
        /**
         * ChannelChoice
         * @description What to switch on or off in a category; what is left out is as usual.
         */
        ChannelChoice: {
            /**
             * In App
             * @default null
             */
            in_app?: boolean | null;
            /**
             * Mail
             * @default null
             */
            mail?: boolean | null;
            /**
             * Mobile Push
             * @default null
             */
            mobile_push?: boolean | null;
            /**
             * Web Push
             * @default null
             */
            web_push?: boolean | null;
        };
        /**
         * ChannelView
         * @description Every channel of a category. `locked`: those that cannot be switched off.
         */
        ChannelView: {
            /** In App */
            in_app: boolean;
            /** Locked */
            locked: ("mail" | "in_app")[];
            /** Mail */
            mail: boolean;
            /** Mobile Push */
            mobile_push: boolean;
            /** Web Push */
            web_push: boolean;
        };
        /**
         * ChargeBrief
         * @description One payment of a booking.
         */
        ChargeBrief: {
            /** Amount Minor */
            amount_minor: number;
            /** Captured Minor */
            captured_minor: number;
            /** Currency */
            currency: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Mode
             * @enum {string}
             */
            mode: "full" | "deposit" | "rest" | "hold";
            /** Refunded Minor */
            refunded_minor: number;
            /** Status */
            status: string;
        };
        /**
         * ChatConsentView
         * @description Who agrees that the room's chat is kept; it is where both do. `mine_at`: when I last said so, null if never.
         *     `lines`: how many of mine are kept.
         */
        ChatConsentView: {
            /** Kept */
            kept: boolean;
            /** Lines */
            lines: number;
            /** Mine */
            mine: boolean;
            /** Mine At */
            mine_at: string | null;
            /** Theirs */
            theirs: boolean;
        };
        /**
         * Checkout
         * @description What a client needs to pay.
         *
         *     With the gateway "test", post `{"client_secret", "card"}` to
         *     `{gateway_url}/v1/payment_intents/{intent_id}/confirm`; with "stripe", give `client_secret` to Stripe's script.
         *     `client_secret` is null until the gateway was asked (try again in a moment) and once there is nothing to pay any
         *     more. `failure`: why the last attempt did not work.
         */
        Checkout: {
            /** Amount */
            amount: string;
            /** Amount Minor */
            amount_minor: number;
            /** Client Secret */
            client_secret: string | null;
            /** Currency */
            currency: string;
            /** Failure */
            failure: string | null;
            /** Gateway */
            gateway: string;
            /** Gateway Url */
            gateway_url: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Intent Id */
            intent_id: string | null;
            /**
             * Mode
             * @enum {string}
             */
            mode: "full" | "deposit" | "rest" | "hold";
            /**
             * Status
             * @enum {string}
             */
            status: "created" | "pending" | "authorised" | "paid" | "partially_refunded" | "refunded" | "failed" | "cancelled" | "disputed";
        };
        /**
         * Choices
         * @description By category; what is left out is as usual.
         */
        Choices: {
            /** @default null */
            bookings?: components["schemas"]["ChannelChoice"] | null;
            /** @default null */
            marketing?: components["schemas"]["ChannelChoice"] | null;
            /** @default null */
            messages?: components["schemas"]["ChannelChoice"] | null;
            /** @default null */
            money?: components["schemas"]["ChannelChoice"] | null;
            /** @default null */
            reminders?: components["schemas"]["ChannelChoice"] | null;
        };
        /**
         * ChooseCalendars
         * @description Which of the calendars that were found to link.
         */
        ChooseCalendars: {
            /** Calendars */
            calendars: components["schemas"]["ChosenCalendar"][];
            /** Choice */
            choice: string;
        };
        /**
         * ChoosePreferences
         * @description My preferences, whole. `reminders`: minutes before a start.
         */
        ChoosePreferences: {
            channels?: components["schemas"]["Choices"];
            /** @default null */
            quiet_hours?: components["schemas"]["QuietHours"] | null;
            /** Reminders */
            reminders: number[];
        };
        /**
         * ChosenCalendar
         * @description One calendar, and what it is linked for.
         */
        ChosenCalendar: {
            /** Address */
            address: string;
            /**
             * Counts Busy
             * @default true
             */
            counts_busy?: boolean;
            /**
             * Writes
             * @default false
             */
            writes?: boolean;
        };
        /**
         * Clash
         * @description A booking that stands at a time that is no longer open. It is not touched: move or cancel it.
         */
        Clash: {
            /**
             * Booking Id
             * Format: uuid
             */
            booking_id: string;
            /**
             * End
             * Format: date-time
             */
            end: string;
            /**
             * Start
             * Format: date-time
             */
            start: string;
            /** Title */
            title: string;
        };
        /**
         * ClashView
         * @description A booking of mine as a professional that stands in time this calendar says is taken.
         */
        ClashView: {
            /**
             * Booking Id
             * Format: uuid
             */
            booking_id: string;
            /**
             * End
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            end: string;
            /**
             * Start
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            start: string;
            /** Title */
            title: string;
        };
        /**
         * ClassView
         * @description A class as everybody sees it. `missing_wall`: its usual wall time does not exist that day, `local_start` is the
         *     first that does.
         */
        ClassView: {
            /** Currency */
            currency: string;
            /**
             * End
             * Format: date-time
             */
            end: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Local Start */
            local_start: string;
            /** Min Seats */
            min_seats: number;
            /** Missing Wall */
            missing_wall: boolean;
            /** Price Minor */
            price_minor: number;
            /** Seats */
            seats: number;
            /** Seats Left */
            seats_left: number;
            /** Series Id */
            series_id: string | null;
            /**
             * Service Id
             * Format: uuid
             */
            service_id: string;
            /**
             * Start
             * Format: date-time
             */
            start: string;
            /**
             * Status
             * @enum {string}
             */
            status: "scheduled" | "running" | "completed" | "cancelled";
            /** Title */
            title: string;
            /** Zone */
            zone: string;
        };
        /**
         * ClientProfileView
         * @description What professionals may read about a client.
         */
        ClientProfileView: {
            /** Bio */
            bio: string;
        };
        /**
         * ConsentAnswer
         * @description What the service sent back in the address, and the key kept since the beginning.
         */
        ConsentAnswer: {
            /** Code */
            code: string;
            /** Key */
            key: string;
            /** State */
            state: string;
        };
        /**
         * ConsentBegun
         * @description Where to send the browser. It keeps `key` and shows it with the answer, so that nobody else's can be slipped
         *     in.
         */
        ConsentBegun: {
            /** Key */
            key: string;
            /** Url */
            url: string;
        };
        /**
         * Consents
         * @description The decisions in force; a kind that is not there was never decided, which is no agreement.
         */
        Consents: {
            /** Browser Opts Out */
            browser_opts_out: boolean;
            /** Items */
            items: components["schemas"]["ConsentView"][];
        };
        /**
         * ConsentView
         * @description One decision. `source`: said in the settings, or by the browser (Global Privacy Control).
         */
        ConsentView: {
            /**
             * At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            at: string;
            /** Granted */
            granted: boolean;
            /** Kind */
            kind: string;
            /**
             * Source
             * @enum {string}
             */
            source: "settings" | "gpc";
            /** Version */
            version: string;
        };
        /**
         * Counted
         * @description A choice, and how many would be found with it.
         */
        Counted: {
            /** Count */
            count: number;
            /** Value */
            value: string;
        };
        /**
         * Credential
         * @description A degree, a licence, a certificate: who gave it, and when.
         */
        Credential: {
            /**
             * Issuer
             * @default
             */
            issuer?: string;
            /** Title */
            title: string;
            /**
             * Year
             * @default null
             */
            year?: number | null;
        };
        /**
         * Day
         * @description A day that differs from the week.
         */
        Day: {
            /**
             * Date
             * Format: date
             */
            date: string;
            /** Ranges */
            ranges: components["schemas"]["DayRange"][];
        };
        /**
         * DayRange
         * @description Open from `start` to `end` on that day; an `end` before the start is the next day's.
         */
        DayRange: {
            /**
             * End
             * @example 09:00
             */
            end: string;
            /**
             * Start
             * @example 09:00
             */
            start: string;
        };
        /**
         * Decide
         * @description A decision about a professional.
         */
        Decide: {
            /**
             * Decision
             * @enum {string}
             */
            decision: "approved" | "rejected" | "suspended";
            /**
             * Reason
             * @example Ticket 4711: licence checked by phone
             */
            reason: string;
        };
        /**
         * DecideReport
         * @description A decision about a report.
         */
        DecideReport: {
            /**
             * Decision
             * @enum {string}
             */
            decision: "upheld" | "dismissed";
            /**
             * Reason
             * @example Ticket 4711: licence checked by phone
             */
            reason: string;
        };
        /**
         * Decision
         * @description What I agree to, or not any more; `version`: of the text I was shown.
         */
        Decision: {
            /** Granted */
            granted: boolean;
            /**
             * Kind
             * @enum {string}
             */
            kind: "terms" | "privacy" | "marketing" | "recording" | "sale_or_share";
            /** Version */
            version: string;
        };
        /**
         * Delivery
         * @description One event for one endpoint, with the body as it is sent and a hundred attempts, the newest first.
         */
        Delivery: {
            /** Body */
            body: string;
            delivery: components["schemas"]["DeliveryView"];
            /** Log */
            log: components["schemas"]["AttemptView"][];
        };
        /**
         * DeliveryView
         * @description One event for one endpoint. `id` is its `webhook-id`, the same in every attempt.
         */
        DeliveryView: {
            /**
             * At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            at: string;
            /** Attempts */
            attempts: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Next Attempt At */
            next_attempt_at: string | null;
            /** Sequence */
            sequence: number;
            /**
             * State
             * @enum {string}
             */
            state: "pending" | "delivered" | "failed";
            /** Type */
            type: string;
            /** Webhook Id */
            webhook_id: string;
        };
        /**
         * DeviceList
         * @description The newest first.
         */
        DeviceList: {
            /** Items */
            items: components["schemas"]["DeviceView"][];
        };
        /**
         * DeviceView
         * @description One device that rings. Its address is a secret and stays here; `service` is who carries its pushes.
         */
        DeviceView: {
            /** Channel */
            channel: string;
            /**
             * Created At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            created_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Label */
            label: string;
            /** Service */
            service: string;
        };
        /**
         * DisputeBooking
         * @description What is not right about how the booking ended.
         */
        DisputeBooking: {
            /** Reason */
            reason: string;
        };
        /**
         * EditMessage
         * @description Other words.
         */
        EditMessage: {
            /** Text */
            text: string;
        };
        /**
         * Ended
         * @description How many sign-ins ended.
         */
        Ended: {
            /** Ended */
            ended: number;
        };
        /**
         * EndpointView
         * @description An endpoint of the role in force. `sequence`: of the last event that was told to it.
         *
         *     `failing_since`: since when it has taken nothing; `disabled_reason`: why we have switched it off (failing: it took
         *     nothing for five days; gone: it said so).
         */
        EndpointView: {
            /** Active */
            active: boolean;
            /**
             * Created At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            created_at: string;
            /** Description */
            description: string;
            /** Disabled At */
            disabled_at: string | null;
            /** Disabled Reason */
            disabled_reason: ("failing" | "gone") | null;
            /** Events */
            events: string[];
            /** Failing Since */
            failing_since: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Previous Secret Until */
            previous_secret_until: string | null;
            /** Sequence */
            sequence: number;
            /** Url */
            url: string;
        };
        /**
         * Enrolment
         * @description What an authenticator app needs, shown this once: the URI as a QR code, the secret to be typed.
         */
        Enrolment: {
            /** Secret */
            secret: string;
            /** Uri */
            uri: string;
        };
        /**
         * Entrance
         * @description What a client needs to enter: connect to `url` with `token` (LiveKit's protocol).
         */
        Entrance: {
            /**
             * Closes At
             * Format: date-time
             */
            closes_at: string;
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /**
             * Opens At
             * Format: date-time
             */
            opens_at: string;
            participant: components["schemas"]["Myself"];
            /**
             * Role
             * @enum {string}
             */
            role: "client" | "professional";
            /** Room */
            room: string;
            /** Token */
            token: string;
            /** Url */
            url: string;
        };
        /**
         * ErasureView
         * @description Whether my account will be deleted, and when.
         */
        ErasureView: {
            /**
             * Due At
             * @default null
             */
            due_at?: string | null;
            /**
             * Requested At
             * @default null
             */
            requested_at?: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "none" | "waiting";
        };
        /**
         * Explained
         * @description Whether a time can be booked; if not, the rule that removes it, and the nearest times that can.
         */
        Explained: {
            /** Available */
            available: boolean;
            /** Nearest After */
            nearest_after: string | null;
            /** Nearest Before */
            nearest_before: string | null;
            /** Rule */
            rule: ("past" | "notice" | "window" | "closed" | "override" | "time-off" | "grid" | "busy" | "external-calendar" | "buffer" | "cap-day" | "cap-week" | "cap-month") | null;
            /** Words */
            words: string | null;
        };
        /**
         * ExportList
         * @description My copies, the newest first.
         */
        ExportList: {
            /** Items */
            items: components["schemas"]["ExportView"][];
        };
        /**
         * ExportView
         * @description A copy of my data. `size` in bytes, 0 until it is ready.
         */
        ExportView: {
            /** Expires At */
            expires_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Ready At */
            ready_at: string | null;
            /**
             * Requested At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            requested_at: string;
            /** Size */
            size: number;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "ready";
        };
        /**
         * Extension
         * @description A wish to go on, which the other side may grant until it lapses. `price_minor`: what it adds to the price.
         */
        Extension: {
            /**
             * Asked By
             * @enum {string}
             */
            asked_by: "client" | "professional";
            /**
             * Lapses At
             * Format: date-time
             */
            lapses_at: string;
            /** Minutes */
            minutes: number;
            /** Price Minor */
            price_minor: number;
        };
        /**
         * Facets
         * @description What the list could be narrowed to: each count ignores the choice made in its own facet. `prices` are in the
         *     currency of the request, empty without one. `total`: how many are found, before their times are looked at.
         */
        Facets: {
            /** Categories */
            categories: components["schemas"]["Counted"][];
            /** Languages */
            languages: components["schemas"]["Counted"][];
            /** Prices */
            prices: components["schemas"]["PriceBand"][];
            /** Total */
            total: number;
        };
        /**
         * FeedView
         * @description Whether my bookings can be read at a secret address; `read_at`: when they last were, by the hour.
         */
        FeedView: {
            /**
             * Created At
             * @default null
             */
            created_at?: string | null;
            /** On */
            on: boolean;
            /**
             * Read At
             * @default null
             */
            read_at?: string | null;
            /**
             * Shows
             * @default full
             * @enum {string}
             */
            shows?: "full" | "busy";
        };
        /**
         * FieldError
         * @description One field that is not right. `field` is a path like `hours.0.start`, or a parameter's or header's name.
         */
        FieldError: {
            /** Field */
            field: string;
            /**
             * Hint
             * @default
             */
            hint?: string;
            /** Reason */
            reason: string;
        };
        /**
         * FileView
         * @description A file as it was kept: its name is made harmless, its type is told by its content. `size` in bytes.
         */
        FileView: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Image */
            image: boolean;
            /** Media Type */
            media_type: string;
            /** Name */
            name: string;
            /** Size */
            size: number;
        };
        /**
         * FoundCalendar
         * @description A calendar of the account. `writable`: bookings can be written into it.
         */
        FoundCalendar: {
            /** Address */
            address: string;
            /** Name */
            name: string;
            /** Writable */
            writable: boolean;
            /** Zone */
            zone: string;
        };
        /**
         * FoundCalendars
         * @description The calendars of an account; `choice` links those that are chosen, within half an hour, once.
         */
        FoundCalendars: {
            /** Calendars */
            calendars: components["schemas"]["FoundCalendar"][];
            /** Choice */
            choice: string;
            /** Kind */
            kind: string;
        };
        /**
         * Frame
         * @description Who may frame our pages of this professional: the value of a Content-Security-Policy.
         */
        Frame: {
            /** Origins */
            origins: string[];
            /** Policy */
            policy: string;
        };
        /**
         * FreeTime
         * @description A time that can be booked.
         */
        FreeTime: {
            /**
             * End
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            end: string;
            /**
             * Start
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            start: string;
        };
        /**
         * GiveBack
         * @description How much, in the currency's minor unit, and why.
         */
        GiveBack: {
            /** Amount Minor */
            amount_minor: number;
            /**
             * Reason
             * @example Ticket 4711: licence checked by phone
             */
            reason: string;
        };
        /**
         * GiveConsent
         * @description Whether I agree that the room's chat is kept.
         */
        GiveConsent: {
            /** Given */
            given: boolean;
        };
        /**
         * Guest
         * @description The client.
         */
        Guest: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Zone */
            zone: string;
        };
        /**
         * Happened
         * @description One line of a booking's audit trail. `by` is a name, null when time or evidence did it.
         */
        Happened: {
            /**
             * After
             * @enum {string}
             */
            after: "requested" | "held" | "confirmed" | "running" | "completed" | "cancelled" | "declined" | "no_show" | "disputed" | "expired";
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Before */
            before: ("requested" | "held" | "confirmed" | "running" | "completed" | "cancelled" | "declined" | "no_show" | "disputed" | "expired") | null;
            /** By */
            by: string | null;
            /** Detail */
            detail: {
                [key: string]: string;
            } | null;
            /** Reason */
            reason: string;
            /**
             * Role
             * @enum {string}
             */
            role: "client" | "professional" | "system" | "admin";
        };
        /**
         * Health
         * @description The process answers.
         */
        Health: {
            /**
             * Status
             * @default ok
             * @constant
             */
            status?: "ok";
        };
        /**
         * Hide
         * @description Why a review is not to be read any more.
         */
        Hide: {
            /** Reason */
            reason: string;
        };
        /**
         * Host
         * @description The professional.
         */
        Host: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Slug */
            slug: string;
            /** Zone */
            zone: string;
        };
        /**
         * IdentityList
         * @description The providers that open my account.
         */
        IdentityList: {
            /** Items */
            items: components["schemas"]["IdentityView"][];
        };
        /**
         * IdentityView
         * @description A provider that opens my account.
         */
        IdentityView: {
            /**
             * Created At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            created_at: string;
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Last Used At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            last_used_at: string;
            /** Provider */
            provider: string;
        };
        /**
         * InvoiceBrief
         * @description An invoice or credit note, to be downloaded at /invoices/{id}.
         */
        InvoiceBrief: {
            /** Amount Minor */
            amount_minor: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Issued At
             * Format: date-time
             */
            issued_at: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "invoice" | "credit_note";
            /** Number */
            number: number;
        };
        /**
         * Joinable
         * @description When the room lets its people in.
         */
        Joinable: {
            /**
             * Closes At
             * Format: date-time
             */
            closes_at: string;
            /**
             * Opens At
             * Format: date-time
             */
            opens_at: string;
        };
        /**
         * Keys
         * @description A JSON Web Key Set (RFC 7517).
         */
        Keys: {
            /** Keys */
            keys: {
                [key: string]: unknown;
            }[];
        };
        /**
         * Length
         * @description Another length of a service, and what it costs.
         */
        Length: {
            /** Minutes */
            minutes: number;
            /** Price Minor */
            price_minor: number;
        };
        /**
         * Limits
         * @description At most so many bookings of all my services in a day, a week (from Monday), a month of my zone; null: any.
         */
        Limits: {
            /**
             * Max Per Day
             * @default null
             */
            max_per_day?: number | null;
            /**
             * Max Per Month
             * @default null
             */
            max_per_month?: number | null;
            /**
             * Max Per Week
             * @default null
             */
            max_per_week?: number | null;
        };
        /**
         * Link
         * @description An address of ours.
         */
        Link: {
            /** Url */
            url: string;
        };
        /**
         * LinkedHost
         * @description Whose service a secret link leads to.
         */
        LinkedHost: {
            /** Headline */
            headline: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Slug */
            slug: string;
        };
        /**
         * LinkedService
         * @description What a secret link leads to.
         */
        LinkedService: {
            professional: components["schemas"]["LinkedHost"];
            service: components["schemas"]["ServiceView"];
        };
        /**
         * LinkToken
         * @description The secret that a refused sign-in named.
         */
        LinkToken: {
            /** Link Token */
            link_token: string;
        };
        /**
         * LinkView
         * @description A secret link, without its secret.
         */
        LinkView: {
            /**
             * Created At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Label */
            label: string;
            /** Uses Left */
            uses_left: number | null;
        };
        /**
         * LogIn
         * @description Who, and the proof.
         */
        LogIn: {
            /**
             * Email
             * Format: email
             * @example grace@example.org
             */
            email: string;
            /** Password */
            password: string;
        };
        /**
         * Made
         * @description The classes that were made, and the times that were left out because the host is busy then.
         */
        Made: {
            /** Clashes */
            clashes: string[];
            /** Classes */
            classes: components["schemas"]["ClassView"][];
        };
        /**
         * MadeApiKey
         * @description A new key, and its secret: this once.
         */
        MadeApiKey: {
            key: components["schemas"]["ApiKeyView"];
            /** Secret */
            secret: string;
        };
        /**
         * MadeEndpoint
         * @description An endpoint, and the secret that what we send it is signed with: this once.
         */
        MadeEndpoint: {
            endpoint: components["schemas"]["EndpointView"];
            /** Secret */
            secret: string;
        };
        /**
         * MadeFeed
         * @description The feed, and its secret address: in this answer and nowhere else.
         */
        MadeFeed: {
            feed: components["schemas"]["FeedView"];
            /** Secret Url */
            secret_url: string;
        };
        /**
         * MadeLink
         * @description A link just made. `secret` is shown this once; it is the last part of the address to hand out.
         */
        MadeLink: {
            link: components["schemas"]["LinkView"];
            /** Secret */
            secret: string;
        };
        /**
         * MailList
         * @description The newest mails first.
         */
        MailList: {
            /** Items */
            items: components["schemas"]["MailView"][];
        };
        /**
         * MailView
         * @description One mail; `sent_at` is null while it waits. `links`: the addresses in its text; `calendar`: its invitation.
         */
        MailView: {
            /** Calendar */
            calendar: string | null;
            /** Html */
            html: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Links */
            links: string[];
            /** Sent At */
            sent_at: string | null;
            /** Subject */
            subject: string;
            /** Text */
            text: string;
            /** To */
            to: string;
        };
        /**
         * MarkMessagesRead
         * @description The number of the last message that was seen.
         */
        MarkMessagesRead: {
            /** Up To */
            up_to: number;
        };
        /**
         * MarkRead
         * @description Those named, and all up to an id.
         */
        MarkRead: {
            /** Ids */
            ids?: number[];
            /**
             * Up To
             * @default null
             */
            up_to?: number | null;
        };
        /**
         * MessageList
         * @description Messages in the order they were written. `next_cursor` goes on in the direction asked for (without a cursor:
         *     back), null where there is no more; `newer_cursor` is where what is written after these begins.
         *
         *     `read_up_to`: the number up to which each side has read; `closed`: why nothing can be written.
         */
        MessageList: {
            /** Closed */
            closed: ("not-told" | "ended") | null;
            /** Items */
            items: components["schemas"]["MessageView"][];
            /** Newer Cursor */
            newer_cursor: string;
            /** Next Cursor */
            next_cursor: string | null;
            /** Read Up To */
            read_up_to: {
                [key: string]: number;
            };
        };
        /**
         * MessageView
         * @description A message. `number` rises within the booking; of a deleted one only its place is left.
         */
        MessageView: {
            /**
             * Created At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            created_at: string;
            /** Deleted */
            deleted: boolean;
            /** Edited At */
            edited_at: string | null;
            /** Files */
            files: components["schemas"]["FileView"][];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Mine */
            mine: boolean;
            /** Number */
            number: number;
            /**
             * Role
             * @enum {string}
             */
            role: "client" | "professional";
            /**
             * Source
             * @enum {string}
             */
            source: "message" | "room";
            /** Text */
            text: string;
        };
        /**
         * Movable
         * @description A time that a booking could have instead.
         */
        Movable: {
            /**
             * End
             * Format: date-time
             */
            end: string;
            /**
             * Start
             * Format: date-time
             */
            start: string;
        };
        /**
         * MoveBooking
         * @description The time a booking is to have: one of those listed for moving it.
         */
        MoveBooking: {
            /**
             * Reason
             * @default
             */
            reason?: string;
            /**
             * Start
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            start: string;
        };
        /**
         * MoveClass
         * @description When the class is to be held instead.
         */
        MoveClass: {
            /**
             * Local Start
             * @example 2027-03-11T18:00
             */
            local_start: string;
            /**
             * Zone
             * @default null
             */
            zone?: string | null;
        };
        /**
         * Myself
         * @description Who the caller is in the room.
         */
        Myself: {
            /** Identity */
            identity: string;
            /** Name */
            name: string;
        };
        /**
         * NewApiKey
         * @description What a key is for and what it may do. Without `expires_at` it lasts until it is revoked.
         */
        NewApiKey: {
            /**
             * Expires At
             * @default null
             */
            expires_at?: string | null;
            /**
             * Label
             * @example My website
             */
            label: string;
            /** Roles */
            roles: ("client" | "professional")[];
            /** Scopes */
            scopes: ("bookings:read" | "bookings:write" | "services:read" | "services:write" | "availability:read" | "availability:write" | "calendar:read" | "payments:read" | "webhooks:read" | "webhooks:write")[];
        };
        /**
         * NewCalendarLink
         * @description A calendar to count as busy time: read at its address, or a file that is uploaded after.
         */
        NewCalendarLink: {
            /**
             * Counts Busy
             * @default true
             */
            counts_busy?: boolean;
            /**
             * Kind
             * @enum {string}
             */
            kind: "ics" | "file";
            /**
             * Name
             * @example Work
             */
            name: string;
            /**
             * Url
             * @description Of kind `ics`: https or webcal. It is kept sealed.
             * @default null
             */
            url?: string | null;
            /**
             * Zone
             * @description Where its floating times and whole days are; else my own zone.
             * @default null
             */
            zone?: string | null;
        };
        /**
         * NewClasses
         * @description Classes to hold: one, or a series by `rule` (RFC 5545) without the days in `except_on`.
         *
         *     `skip_clashes`: leave out dates at which you are busy, instead of making none. `seats` and `min_seats` are the
         *     service's where left out.
         */
        NewClasses: {
            /** Except On */
            except_on?: string[];
            /**
             * Local Start
             * @example 2027-03-11T18:00
             */
            local_start: string;
            /**
             * Min Seats
             * @default null
             */
            min_seats?: number | null;
            /**
             * Rule
             * @default null
             */
            rule?: string | null;
            /**
             * Seats
             * @default null
             */
            seats?: number | null;
            /**
             * Skip Clashes
             * @default false
             */
            skip_clashes?: boolean;
            /**
             * Zone
             * @default null
             */
            zone?: string | null;
        };
        /**
         * NewEndpoint
         * @description Where to tell of which events: `*` is all, those to come too.
         */
        NewEndpoint: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Events */
            events: (("booking.requested" | "booking.approved" | "booking.offered" | "booking.confirmed" | "booking.rescheduled" | "booking.cancelled" | "booking.declined" | "booking.expired" | "booking.completed" | "booking.no_show" | "booking.disputed" | "booking.dispute_resolved" | "payment.succeeded" | "payment.failed" | "payment.refunded" | "review.published" | "message.received" | "endpoint.test") | "*")[];
            /**
             * Url
             * @example https://example.org/hooks/visavis
             */
            url: string;
        };
        /**
         * NewFeed
         * @description `shows`: titles and names, or only that I am busy.
         */
        NewFeed: {
            /**
             * Shows
             * @default full
             * @enum {string}
             */
            shows?: "full" | "busy";
        };
        /**
         * NewLink
         * @description A secret link to make: until when, and how often it may be used; left out means for ever and any number.
         */
        NewLink: {
            /**
             * Expires At
             * @default null
             */
            expires_at?: string | null;
            /**
             * Label
             * @default
             */
            label?: string;
            /**
             * Uses
             * @default null
             */
            uses?: number | null;
        };
        /**
         * NewMessage
         * @description A message: words, files that were uploaded before, or both. `id` is the caller's own choice (a random UUID):
         *     the same again is the same message. `source` room: a line of the room's chat.
         */
        NewMessage: {
            /** Files */
            files?: string[];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Source
             * @default message
             * @enum {string}
             */
            source?: "message" | "room";
            /**
             * Text
             * @default
             */
            text?: string;
        };
        /**
         * NewPasskey
         * @description A credential the browser has just made, and what its holder calls it.
         */
        NewPasskey: {
            /**
             * Credential
             * @description PublicKeyCredential.toJSON() of the browser (WebAuthn 3)
             */
            credential: {
                [key: string]: unknown;
            };
            /**
             * Name
             * @default Passkey
             */
            name?: string;
        };
        /**
         * NewPushToken
         * @description A phone's Expo token, and a name for it.
         */
        NewPushToken: {
            /**
             * Label
             * @default
             */
            label?: string;
            /**
             * Token
             * @example ExponentPushToken[abcdefgh]
             */
            token: string;
        };
        /**
         * NewReport
         * @description What somebody found wrong. `subject_id`: the id of the thing, a page's slug for a professional.
         */
        NewReport: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "professional" | "client" | "booking" | "review" | "message" | "service";
            /** Reason */
            reason: string;
            /** Subject Id */
            subject_id: string;
        };
        /**
         * NewReview
         * @description From 1 (poor) to 5 (excellent), and a few words.
         */
        NewReview: {
            /** Rating */
            rating: number;
            /**
             * Text
             * @default
             */
            text?: string;
        };
        /**
         * NewSchedule
         * @description A schedule to make.
         */
        NewSchedule: {
            /** Hours */
            hours?: components["schemas"]["WeeklyRange"][];
            /**
             * Name
             * @example Evenings online
             */
            name: string;
            /**
             * Zone
             * @example Europe/Berlin
             */
            zone: string;
        };
        /**
         * NewService
         * @description A service to offer; what is left out has a sensible value.
         *
         *     `approval`: each booking waits for your answer. `intake`: what clients are asked. `secret`: only who has one of
         *     its links sees and books it. `seats` make it a class, held at dates of its own instead of in slots; with fewer
         *     than `min_seats` taken `decide_minutes` before the start it is cancelled. `max_per_…`: at most so many bookings of
         *     it. `schedule_id`: whose hours it goes by, the default's when left out. `lengths`: others than the usual one.
         *     `payment`: what confirms a booking (`none`: you settle it between you), `policy`: what comes back when it is
         *     cancelled.
         */
        NewService: {
            /**
             * Active
             * @default true
             */
            active?: boolean;
            /**
             * Approval
             * @default false
             */
            approval?: boolean;
            /**
             * Buffer After Minutes
             * @default 0
             */
            buffer_after_minutes?: number;
            /**
             * Buffer Before Minutes
             * @default 0
             */
            buffer_before_minutes?: number;
            /**
             * Cancel Cutoff Minutes
             * @default 1440
             */
            cancel_cutoff_minutes?: number;
            /**
             * Currency
             * @example EUR
             */
            currency: string;
            /**
             * Decide Minutes
             * @default 1440
             */
            decide_minutes?: number;
            /**
             * Deposit Percent
             * @default 20
             */
            deposit_percent?: number;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Duration Minutes */
            duration_minutes: number;
            /** Intake */
            intake?: components["schemas"]["Question"][];
            /** Lengths */
            lengths?: components["schemas"]["Length"][];
            /**
             * Max Per Day
             * @default null
             */
            max_per_day?: number | null;
            /**
             * Max Per Month
             * @default null
             */
            max_per_month?: number | null;
            /**
             * Max Per Week
             * @default null
             */
            max_per_week?: number | null;
            /**
             * Min Seats
             * @default 1
             */
            min_seats?: number;
            /**
             * Notice Minutes
             * @default 60
             */
            notice_minutes?: number;
            /**
             * Payment
             * @default none
             * @enum {string}
             */
            payment?: "none" | "full" | "deposit" | "hold";
            /** @default null */
            policy?: components["schemas"]["Policy"] | null;
            /** Price Minor */
            price_minor: number;
            /**
             * Schedule Id
             * @default null
             */
            schedule_id?: string | null;
            /**
             * Seats
             * @default null
             */
            seats?: number | null;
            /**
             * Secret
             * @default false
             */
            secret?: boolean;
            /**
             * Step Minutes
             * @default 15
             */
            step_minutes?: number;
            /**
             * Title
             * @example First talk
             */
            title: string;
            /**
             * Window Days
             * @default 60
             */
            window_days?: number;
        };
        /**
         * NewSubscription
         * @description What the browser's `PushSubscription.toJSON()` gives, and a name for it.
         */
        NewSubscription: {
            /** Endpoint */
            endpoint: string;
            /**
             * Expirationtime
             * @default null
             */
            expirationTime?: number | null;
            keys: components["schemas"]["SubscriptionKeys"];
            /**
             * Label
             * @default
             */
            label?: string;
        };
        /**
         * NewTimeOff
         * @description Away from `start` to `end`, wall time in the zone of my hours; nothing can be booked then.
         */
        NewTimeOff: {
            /**
             * End
             * @example 2027-08-02T00:00
             */
            end: string;
            /**
             * Note
             * @default
             */
            note?: string;
            /**
             * Start
             * @example 2027-08-02T00:00
             */
            start: string;
        };
        /**
         * NewTravel
         * @description From one day to another, both whole, I am in `zone`: the hours of those days are meant in it.
         */
        NewTravel: {
            /**
             * First Day
             * @example 2027-08-02
             */
            first_day: string;
            /**
             * Last Day
             * @example 2027-08-02
             */
            last_day: string;
            /**
             * Zone
             * @example Europe/Berlin
             */
            zone: string;
        };
        /**
         * NextSlot
         * @description A free time soon, of one of the services.
         */
        NextSlot: {
            /**
             * End
             * Format: date-time
             */
            end: string;
            /**
             * Service Id
             * Format: uuid
             */
            service_id: string;
            /**
             * Start
             * Format: date-time
             */
            start: string;
        };
        /**
         * NotificationList
         * @description The newest first; `unread` counts all of them.
         */
        NotificationList: {
            /** Items */
            items: components["schemas"]["NotificationView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
            /** Unread */
            unread: number;
        };
        /**
         * NotificationView
         * @description One line; `role` is the one it concerns me in, `path` where it leads in the web.
         */
        NotificationView: {
            /** Body */
            body: string;
            /**
             * Created At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            created_at: string;
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** Path */
            path: string;
            /** Read At */
            read_at: string | null;
            /** Role */
            role: string;
            /** Title */
            title: string;
        };
        /**
         * OnlyCode
         * @description A code of the authenticator app.
         */
        OnlyCode: {
            /**
             * Code
             * @example 123456
             */
            code: string;
        };
        /**
         * OnlyCredential
         * @description A credential's answer to a challenge.
         */
        OnlyCredential: {
            /**
             * Credential
             * @description PublicKeyCredential.toJSON() of the browser (WebAuthn 3)
             */
            credential: {
                [key: string]: unknown;
            };
        };
        /**
         * OnlyEmail
         * @description An address.
         */
        OnlyEmail: {
            /**
             * Email
             * Format: email
             * @example grace@example.org
             */
            email: string;
        };
        /**
         * OnlyIdentity
         * @description A link by its id.
         */
        OnlyIdentity: {
            /**
             * Identity Id
             * Format: uuid
             */
            identity_id: string;
        };
        /**
         * OnlyKey
         * @description Which key.
         */
        OnlyKey: {
            /**
             * Key Id
             * Format: uuid
             */
            key_id: string;
        };
        /**
         * OnlyPasskey
         * @description A passkey by its id.
         */
        OnlyPasskey: {
            /**
             * Passkey Id
             * Format: uuid
             */
            passkey_id: string;
        };
        /**
         * OnlyReason
         * @description Why it is done.
         */
        OnlyReason: {
            /**
             * Reason
             * @example Ticket 4711: licence checked by phone
             */
            reason: string;
        };
        /**
         * OnlyRefreshToken
         * @description The refresh token last handed out.
         */
        OnlyRefreshToken: {
            /** Refresh Token */
            refresh_token: string;
        };
        /**
         * OnlySession
         * @description A sign-in by its id.
         */
        OnlySession: {
            /**
             * Session Id
             * Format: uuid
             */
            session_id: string;
        };
        /**
         * OnlyToken
         * @description A secret out of a mail.
         */
        OnlyToken: {
            /** Token */
            token: string;
        };
        /**
         * Options
         * @description What the browser's credentials API takes, in WebAuthn's JSON form.
         */
        Options: {
            /** Options */
            options: {
                [key: string]: unknown;
            };
        };
        /** Page[AccountRow] */
        Page_AccountRow_: {
            /** Items */
            items: components["schemas"]["AccountRow"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[Act] */
        Page_Act_: {
            /** Items */
            items: components["schemas"]["Act"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[AdminPayment] */
        Page_AdminPayment_: {
            /** Items */
            items: components["schemas"]["AdminPayment"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[ApiKeyView] */
        Page_ApiKeyView_: {
            /** Items */
            items: components["schemas"]["ApiKeyView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[BalanceView] */
        Page_BalanceView_: {
            /** Items */
            items: components["schemas"]["BalanceView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[BookingView] */
        Page_BookingView_: {
            /** Items */
            items: components["schemas"]["BookingView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[CalendarLinkView] */
        Page_CalendarLinkView_: {
            /** Items */
            items: components["schemas"]["CalendarLinkView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[Candidate] */
        Page_Candidate_: {
            /** Items */
            items: components["schemas"]["Candidate"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[ChargeBrief] */
        Page_ChargeBrief_: {
            /** Items */
            items: components["schemas"]["ChargeBrief"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[ClassView] */
        Page_ClassView_: {
            /** Items */
            items: components["schemas"]["ClassView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[ConsentView] */
        Page_ConsentView_: {
            /** Items */
            items: components["schemas"]["ConsentView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[Day] */
        Page_Day_: {
            /** Items */
            items: components["schemas"]["Day"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[DeliveryView] */
        Page_DeliveryView_: {
            /** Items */
            items: components["schemas"]["DeliveryView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[EndpointView] */
        Page_EndpointView_: {
            /** Items */
            items: components["schemas"]["EndpointView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[Happened] */
        Page_Happened_: {
            /** Items */
            items: components["schemas"]["Happened"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[LinkView] */
        Page_LinkView_: {
            /** Items */
            items: components["schemas"]["LinkView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[Movable] */
        Page_Movable_: {
            /** Items */
            items: components["schemas"]["Movable"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[PaymentView] */
        Page_PaymentView_: {
            /** Items */
            items: components["schemas"]["PaymentView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[PayoutView] */
        Page_PayoutView_: {
            /** Items */
            items: components["schemas"]["PayoutView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[ReportRow] */
        Page_ReportRow_: {
            /** Items */
            items: components["schemas"]["ReportRow"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[ReportView] */
        Page_ReportView_: {
            /** Items */
            items: components["schemas"]["ReportView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[ReviewView] */
        Page_ReviewView_: {
            /** Items */
            items: components["schemas"]["ReviewView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[ScheduleView] */
        Page_ScheduleView_: {
            /** Items */
            items: components["schemas"]["ScheduleView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[SecurityEventView] */
        Page_SecurityEventView_: {
            /** Items */
            items: components["schemas"]["SecurityEventView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[ServiceView] */
        Page_ServiceView_: {
            /** Items */
            items: components["schemas"]["ServiceView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[SiteEntry] */
        Page_SiteEntry_: {
            /** Items */
            items: components["schemas"]["SiteEntry"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[TimeOffView] */
        Page_TimeOffView_: {
            /** Items */
            items: components["schemas"]["TimeOffView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /** Page[TravelView] */
        Page_TravelView_: {
            /** Items */
            items: components["schemas"]["TravelView"][];
            /**
             * Next Cursor
             * @default null
             */
            next_cursor?: string | null;
        };
        /**
         * PasskeyList
         * @description My passkeys, the oldest first.
         */
        PasskeyList: {
            /** Items */
            items: components["schemas"]["PasskeyView"][];
        };
        /**
         * PasskeyView
         * @description One of my passkeys. `backed_up`: it is kept by its provider too, and so survives the device.
         */
        PasskeyView: {
            /** Backed Up */
            backed_up: boolean;
            /**
             * Created At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            created_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Last Used At */
            last_used_at: string | null;
            /** Name */
            name: string;
        };
        /**
         * PaymentView
         * @description A payment in the role in force. `amount`: in words. `earned_minor`: the professional's part, for them only.
         */
        PaymentView: {
            /** Amount */
            amount: string;
            /** Amount Minor */
            amount_minor: number;
            /** Captured Minor */
            captured_minor: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Currency */
            currency: string;
            /** Disputed Minor */
            disputed_minor: number;
            /** Earned Minor */
            earned_minor: number | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Invoices */
            invoices: components["schemas"]["InvoiceBrief"][];
            /**
             * Mode
             * @enum {string}
             */
            mode: "full" | "deposit" | "rest" | "hold";
            /** Paid At */
            paid_at: string | null;
            /** Refunded Minor */
            refunded_minor: number;
            /** Refunds */
            refunds: components["schemas"]["RefundBrief"][];
            /**
             * Role
             * @enum {string}
             */
            role: "client" | "professional";
            /**
             * Status
             * @enum {string}
             */
            status: "created" | "pending" | "authorised" | "paid" | "partially_refunded" | "refunded" | "failed" | "cancelled" | "disputed";
            /**
             * Subject Id
             * Format: uuid
             */
            subject_id: string;
            /** Subject Kind */
            subject_kind: string;
            /** Title */
            title: string;
        };
        /**
         * PayoutView
         * @description One transfer to a professional.
         */
        PayoutView: {
            /** Amount */
            amount: string;
            /** Amount Minor */
            amount_minor: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Currency */
            currency: string;
            /** Failure */
            failure: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Settled At */
            settled_at: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "requested" | "paid" | "failed";
        };
        /**
         * PhotoView
         * @description A photo as it was drawn; `width` and `height` in pixels, of the large one.
         */
        PhotoView: {
            /** Height */
            height: number;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Width */
            width: number;
        };
        /**
         * Place
         * @description A place on a waiting list, from 1.
         */
        Place: {
            /** Position */
            position: number;
        };
        /**
         * Policy
         * @description The terms of a booking: steps from the earliest to the latest, and what is kept otherwise.
         *
         *     late_fee_minor: kept whenever the client cancels and not everything comes back; never more than was paid.
         *     no_show_percent: what the professional keeps when the client does not come.
         */
        Policy: {
            /**
             * Late Fee Minor
             * @default 0
             */
            late_fee_minor?: number;
            /**
             * No Show Percent
             * @default 100
             */
            no_show_percent?: number;
            /** Steps */
            steps: components["schemas"]["Step"][];
        };
        /**
         * PreferencesView
         * @description How I am told.
         */
        PreferencesView: {
            /** Channels */
            channels: {
                [key: string]: components["schemas"]["ChannelView"];
            };
            quiet_hours: components["schemas"]["QuietHours"] | null;
            /** Reminders */
            reminders: number[];
        };
        /**
         * PriceBand
         * @description Professionals whose lowest price is in [from_minor, to_minor); the last band has no end.
         */
        PriceBand: {
            /** Count */
            count: number;
            /** From Minor */
            from_minor: number;
            /** To Minor */
            to_minor: number | null;
        };
        /**
         * PriceRange
         * @description What the services cost in one currency, from the lowest to the highest, in its minor unit.
         */
        PriceRange: {
            /** Currency */
            currency: string;
            /** Highest Minor */
            highest_minor: number;
            /** Lowest Minor */
            lowest_minor: number;
        };
        /**
         * ProblemBody
         * @description A problem on the wire; a problem's own extension members stand beside these.
         */
        ProblemBody: {
            /** Detail */
            detail: string;
            /** Errors */
            errors: components["schemas"]["FieldError"][];
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ProfessionalBrief
         * @description The professional side of an account, in short.
         */
        ProfessionalBrief: {
            /** Active */
            active: boolean;
            /** Headline */
            headline: string;
            /** Slug */
            slug: string;
        };
        /**
         * ProfessionalCard
         * @description A professional in a list. `zone` is the zone their hours are kept in; `rating` is null without reviews.
         */
        ProfessionalCard: {
            /** Bio */
            bio: string;
            /** Categories */
            categories: string[];
            /** Headline */
            headline: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Languages */
            languages: string[];
            /** Name */
            name: string;
            /** Next Slots */
            next_slots: components["schemas"]["NextSlot"][];
            /** Prices */
            prices: components["schemas"]["PriceRange"][];
            rating: components["schemas"]["Rating"] | null;
            /** Services */
            services: components["schemas"]["ServiceBrief"][];
            /** Skills */
            skills: string[];
            /** Slug */
            slug: string;
            /** Zone */
            zone: string;
        };
        /**
         * ProfessionalPage
         * @description A professional's own page: the services whole. `moved_to` is there when the page was asked for by a slug it had
         *     before: links should lead to this slug from now on.
         */
        ProfessionalPage: {
            /** Bio */
            bio: string;
            /** Categories */
            categories: string[];
            /** Credentials */
            credentials: components["schemas"]["Credential"][];
            /** Headline */
            headline: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Languages */
            languages: string[];
            /** Moved To */
            moved_to: string | null;
            /** Name */
            name: string;
            /** Next Slots */
            next_slots: components["schemas"]["NextSlot"][];
            /** Prices */
            prices: components["schemas"]["PriceRange"][];
            rating: components["schemas"]["Rating"] | null;
            /** Services */
            services: components["schemas"]["ServiceView"][];
            /** Skills */
            skills: string[];
            /** Slug */
            slug: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Zone */
            zone: string;
        };
        /**
         * ProfessionalProfileView
         * @description The professional profile; empty texts and a null slug before it was first written.
         */
        ProfessionalProfileView: {
            /** Active */
            active: boolean;
            /** Bio */
            bio: string;
            /** Categories */
            categories: string[];
            /**
             * Credentials
             * @default []
             */
            credentials?: components["schemas"]["Credential"][];
            /** Headline */
            headline: string;
            /** Languages */
            languages: string[];
            /**
             * Skills
             * @default []
             */
            skills?: string[];
            /** Slug */
            slug: string | null;
        };
        /**
         * Professionals
         * @description One page of what was found; `next_cursor` is null on the last. `similar`: nothing had every word, so these
         *     resemble what was typed. `facets` only when asked for.
         */
        Professionals: {
            facets: components["schemas"]["Facets"] | null;
            /** Items */
            items: components["schemas"]["ProfessionalCard"][];
            /** Next Cursor */
            next_cursor: string | null;
            /** Similar */
            similar: boolean;
        };
        /**
         * Prove
         * @description A proof that it is me: the password, and the code too where a second step is on.
         */
        Prove: {
            /**
             * Code
             * @default null
             */
            code?: string | null;
            /** Password */
            password: string;
        };
        /**
         * ProviderAnswer
         * @description What the provider sent back in the address, and the key kept since the beginning.
         */
        ProviderAnswer: {
            /** Code */
            code: string;
            /** Key */
            key: string;
            /** State */
            state: string;
        };
        /**
         * ProviderList
         * @description Where one may sign in.
         */
        ProviderList: {
            /** Providers */
            providers: string[];
        };
        /**
         * PushKey
         * @description What a browser subscribes with; null where web push is off.
         */
        PushKey: {
            /** Public Key */
            public_key: string | null;
        };
        /**
         * Question
         * @description One question. `options` are for `choice` (one of them) and `choices` (any of them).
         */
        Question: {
            /**
             * Key
             * @example goal
             */
            key: string;
            /**
             * Kind
             * @default line
             * @enum {string}
             */
            kind?: "line" | "text" | "choice" | "choices" | "yes-no";
            /** Label */
            label: string;
            /** Options */
            options?: string[];
            /**
             * Required
             * @default false
             */
            required?: boolean;
        };
        /**
         * QuietHours
         * @description From and until on my own clock; an end before its start is on the next day.
         */
        QuietHours: {
            /**
             * End
             * @example 22:00
             */
            end: string;
            /**
             * Start
             * @example 22:00
             */
            start: string;
        };
        /**
         * Rating
         * @description The mean of the reviews, from 1 to 5, and how many there are.
         */
        Rating: {
            /** Average */
            average: number;
            /** Count */
            count: number;
        };
        /**
         * ReadUpTo
         * @description How far each side has read.
         */
        ReadUpTo: {
            /** Read Up To */
            read_up_to: {
                [key: string]: number;
            };
        };
        /**
         * RecoveryCodes
         * @description Recovery codes, shown this once; each works once.
         */
        RecoveryCodes: {
            /** Codes */
            codes: string[];
        };
        /**
         * RefundBrief
         * @description Money on its way back, or back.
         */
        RefundBrief: {
            /** Amount Minor */
            amount_minor: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Reason */
            reason: string;
            /**
             * Status
             * @enum {string}
             */
            status: "requested" | "succeeded" | "failed";
        };
        /**
         * RenamePasskey
         * @description A passkey's other name.
         */
        RenamePasskey: {
            /** Name */
            name: string;
            /**
             * Passkey Id
             * Format: uuid
             */
            passkey_id: string;
        };
        /**
         * Reply
         * @description An answer to a review of me; everybody who reads the review reads it.
         */
        Reply: {
            /** Text */
            text: string;
        };
        /**
         * ReportedMessage
         * @description A message as it was written. `deleted_at`: when its sender deleted it.
         */
        ReportedMessage: {
            /**
             * Booking Id
             * Format: uuid
             */
            booking_id: string;
            /**
             * Created At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            created_at: string;
            /** Deleted At */
            deleted_at: string | null;
            /** Files */
            files: components["schemas"]["FileView"][];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Reported At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            reported_at: string;
            /**
             * Role
             * @enum {string}
             */
            role: "client" | "professional";
            /** Sender */
            sender: string;
            /**
             * Sender Id
             * Format: uuid
             */
            sender_id: string;
            /** Text */
            text: string;
        };
        /**
         * ReportMessage
         * @description What is wrong with it.
         */
        ReportMessage: {
            /** Reason */
            reason: string;
        };
        /**
         * ReportRow
         * @description A report as an admin sees it.
         */
        ReportRow: {
            /**
             * Created At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            created_at: string;
            /** Decided At */
            decided_at: string | null;
            /** Decision */
            decision: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Reason */
            reason: string;
            /** Reporter Id */
            reporter_id: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "open" | "upheld" | "dismissed";
            /** Subject Id */
            subject_id: string;
        };
        /**
         * ReportView
         * @description A report.
         */
        ReportView: {
            /**
             * Created At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            created_at: string;
            /** Decided At */
            decided_at: string | null;
            /** Decision */
            decision: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Reason */
            reason: string;
            /**
             * State
             * @enum {string}
             */
            state: "open" | "upheld" | "dismissed";
            /** Subject Id */
            subject_id: string;
        };
        /**
         * ResetPassword
         * @description A secret out of a mail, and the new password.
         */
        ResetPassword: {
            /** Password */
            password: string;
            /** Token */
            token: string;
        };
        /**
         * ResolveDispute
         * @description What it was after all: held, a no-show, or as if it had been cancelled; and why.
         */
        ResolveDispute: {
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "held" | "no_show" | "cancelled";
            /** Reason */
            reason: string;
        };
        /**
         * ReviewView
         * @description A review. `by` is the author's name; `mine` tells one's own, which is not `shown` to others yet.
         */
        ReviewView: {
            /** By */
            by: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Mine */
            mine: boolean;
            /** Rating */
            rating: number;
            /** Reply */
            reply: string;
            /**
             * Shown From
             * Format: date-time
             */
            shown_from: string;
            /**
             * Side
             * @enum {string}
             */
            side: "client" | "professional";
            /** Text */
            text: string;
        };
        /**
         * Roster
         * @description A class as its host sees it: who has or had a seat, and how many wait for one.
         */
        Roster: {
            /** Currency */
            currency: string;
            /**
             * End
             * Format: date-time
             */
            end: string;
            /** Holders */
            holders: components["schemas"]["SeatHolder"][];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Local Start */
            local_start: string;
            /** Min Seats */
            min_seats: number;
            /** Missing Wall */
            missing_wall: boolean;
            /** Price Minor */
            price_minor: number;
            /** Seats */
            seats: number;
            /** Seats Left */
            seats_left: number;
            /** Series Id */
            series_id: string | null;
            /**
             * Service Id
             * Format: uuid
             */
            service_id: string;
            /**
             * Start
             * Format: date-time
             */
            start: string;
            /**
             * Status
             * @enum {string}
             */
            status: "scheduled" | "running" | "completed" | "cancelled";
            /** Title */
            title: string;
            /** Waiting */
            waiting: number;
            /** Zone */
            zone: string;
        };
        /**
         * ScheduleView
         * @description A schedule: a named week as wall time in `zone`. The default one is that of services which name none.
         */
        ScheduleView: {
            /** Default */
            default: boolean;
            /** Hours */
            hours: components["schemas"]["WeeklyRange"][];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Zone */
            zone: string;
        };
        /**
         * Seated
         * @description The bookings of seats.
         */
        Seated: {
            /** Booking Ids */
            booking_ids: string[];
        };
        /**
         * SeatHolder
         * @description Somebody with a seat, as the host sees it.
         */
        SeatHolder: {
            /**
             * Booking Id
             * Format: uuid
             */
            booking_id: string;
            /** Name */
            name: string;
            /** Status */
            status: string;
        };
        /**
         * SecondFactorView
         * @description Whether my sign-in has a second step, and how many recovery codes still work.
         */
        SecondFactorView: {
            /** On */
            on: boolean;
            /** Recovery Codes Left */
            recovery_codes_left: number;
        };
        /**
         * SecondStep
         * @description The password was right; the tokens follow at `/auth/login/second` for this secret and a code.
         */
        SecondStep: {
            /** Expires In */
            expires_in: number;
            /**
             * Methods
             * @default [
             *       "otp",
             *       "recovery"
             *     ]
             */
            methods?: string[];
            /** Mfa Token */
            mfa_token: string;
        };
        /**
         * SecondStepProof
         * @description The secret of the first step, and a one-time or recovery code.
         */
        SecondStepProof: {
            /**
             * Code
             * @example 123456
             */
            code: string;
            /** Mfa Token */
            mfa_token: string;
        };
        /**
         * SecurityEventView
         * @description Something that happened to my account's safety.
         */
        SecurityEventView: {
            /**
             * At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            at: string;
            /** Detail */
            detail: string;
            /** Device */
            device: string;
            /** Kind */
            kind: string;
            /** Network */
            network: string;
        };
        /**
         * ServiceBrief
         * @description A service in a list of professionals.
         */
        ServiceBrief: {
            /** Currency */
            currency: string;
            /** Duration Minutes */
            duration_minutes: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Price Minor */
            price_minor: number;
            /** Seats */
            seats: number | null;
            /** Title */
            title: string;
        };
        /**
         * ServiceView
         * @description A service, whole.
         */
        ServiceView: {
            /** Active */
            active: boolean;
            /** Approval */
            approval: boolean;
            /** Buffer After Minutes */
            buffer_after_minutes: number;
            /** Buffer Before Minutes */
            buffer_before_minutes: number;
            /** Cancel Cutoff Minutes */
            cancel_cutoff_minutes: number;
            /** Currency */
            currency: string;
            /** Decide Minutes */
            decide_minutes: number;
            /** Deposit Percent */
            deposit_percent: number;
            /** Description */
            description: string;
            /** Duration Minutes */
            duration_minutes: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Intake */
            intake: components["schemas"]["Question"][];
            /** Lengths */
            lengths: components["schemas"]["Length"][];
            /** Max Per Day */
            max_per_day: number | null;
            /** Max Per Month */
            max_per_month: number | null;
            /** Max Per Week */
            max_per_week: number | null;
            /** Min Seats */
            min_seats: number;
            /** Notice Minutes */
            notice_minutes: number;
            /**
             * Payment
             * @enum {string}
             */
            payment: "none" | "full" | "deposit" | "hold";
            policy: components["schemas"]["Policy"] | null;
            /** Price Minor */
            price_minor: number;
            /** Schedule Id */
            schedule_id: string | null;
            /** Seats */
            seats: number | null;
            /** Secret */
            secret: boolean;
            /** Step Minutes */
            step_minutes: number;
            /** Title */
            title: string;
            /** Window Days */
            window_days: number;
        };
        /**
         * Settings
         * @description Whether there is a widget, and the websites (origins, without a path) that may show it.
         */
        Settings: {
            /** Enabled */
            enabled: boolean;
            /** Origins */
            origins: string[];
        };
        /**
         * SignedIn
         * @description Tokens of a sign-in. `expires_in`: seconds the access token lasts.
         */
        SignedIn: {
            /** Access Token */
            access_token: string;
            account: components["schemas"]["AccountView"];
            /** Expires In */
            expires_in: number;
            /** Refresh Token */
            refresh_token: string;
        };
        /**
         * SignInList
         * @description My sign-ins, the last used first.
         */
        SignInList: {
            /** Items */
            items: components["schemas"]["SignInView"][];
        };
        /**
         * SignInView
         * @description One of my sign-ins. `network` is coarse; `methods` are the proofs it began with.
         */
        SignInView: {
            /**
             * Created At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            created_at: string;
            /** Device */
            device: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Last Used At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            last_used_at: string;
            /** Methods */
            methods: string[];
            /** Network */
            network: string;
            /** This One */
            this_one: boolean;
        };
        /**
         * SignUp
         * @description A new person.
         */
        SignUp: {
            /**
             * Email
             * Format: email
             * @example grace@example.org
             */
            email: string;
            /**
             * Locale
             * @default en
             * @example en
             */
            locale?: string;
            /**
             * Name
             * @example Grace Example
             */
            name: string;
            /** Password */
            password: string;
            /**
             * Zone
             * @example Europe/Berlin
             */
            zone: string;
        };
        /**
         * SignUpAnswer
         * @description The same whether the address was new or not.
         */
        SignUpAnswer: {
            /**
             * Status
             * @default verification-sent
             */
            status?: string;
        };
        /**
         * SiteEntry
         * @description A public page, and when it last changed.
         */
        SiteEntry: {
            /** Slug */
            slug: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * Slot
         * @description A time that can be booked.
         */
        Slot: {
            /**
             * End
             * Format: date-time
             */
            end: string;
            /**
             * Start
             * Format: date-time
             */
            start: string;
        };
        /**
         * Slots
         * @description The free times of a service, in order. `zone` is the host's; whoever looks may show them in their own.
         */
        Slots: {
            /**
             * Service Id
             * Format: uuid
             */
            service_id: string;
            /** Slots */
            slots: components["schemas"]["Slot"][];
            /** Zone */
            zone: string;
        };
        /**
         * Step
         * @description At least so many hours before the start, so many percent come back.
         */
        Step: {
            /** Hours Before */
            hours_before: number;
            /** Percent */
            percent: number;
        };
        /**
         * Submit
         * @description What a professional shows to be vetted.
         */
        Submit: {
            /** Credentials */
            credentials: string;
        };
        /**
         * SubscriptionKeys
         * @description A browser's public key and its shared secret, in base64url.
         */
        SubscriptionKeys: {
            /** Auth */
            auth: string;
            /** P256Dh */
            p256dh: string;
        };
        /**
         * TakeSeat
         * @description A seat to book; `link` opens the class of a secret service.
         */
        TakeSeat: {
            /** Answers */
            answers?: {
                [key: string]: string | boolean | string[];
            };
            /**
             * Link
             * @default null
             */
            link?: string | null;
            /**
             * Note
             * @default
             */
            note?: string;
        };
        /**
         * TimeOffView
         * @description A time off, and the bookings that stand in it.
         */
        TimeOffView: {
            /** Clashes */
            clashes: components["schemas"]["Clash"][];
            /** End */
            end: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Note */
            note: string;
            /** Start */
            start: string;
        };
        /**
         * Trail
         * @description A booking, and everything that happened to it, the oldest first.
         */
        Trail: {
            /**
             * Client Id
             * Format: uuid
             */
            client_id: string;
            /**
             * Created At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            created_at: string;
            /**
             * Ends At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            ends_at: string;
            /** Events */
            events: components["schemas"]["TrailEvent"][];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Professional Id
             * Format: uuid
             */
            professional_id: string;
            /**
             * Starts At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            starts_at: string;
            /** Status */
            status: string;
            /** Title */
            title: string;
        };
        /**
         * TrailEvent
         * @description One change of a booking.
         */
        TrailEvent: {
            /** Actor Id */
            actor_id: string | null;
            /** Actor Role */
            actor_role: string;
            /** After */
            after: string;
            /**
             * At
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            at: string;
            /** Before */
            before: string | null;
            /** Reason */
            reason: string;
        };
        /**
         * TravelView
         * @description A stay in another zone.
         */
        TravelView: {
            /**
             * First Day
             * Format: date
             */
            first_day: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Last Day
             * Format: date
             */
            last_day: string;
            /** Zone */
            zone: string;
        };
        /**
         * Unread
         * @description How many are left.
         */
        Unread: {
            /** Unread */
            unread: number;
        };
        /**
         * UnreadMessages
         * @description The bookings with something unread in the role in force, the newest first, 200 at most; `total` counts all.
         */
        UnreadMessages: {
            /** Items */
            items: components["schemas"]["UnreadOfBooking"][];
            /** Total */
            total: number;
        };
        /**
         * UnreadOfBooking
         * @description How many messages of a booking I have not read.
         */
        UnreadOfBooking: {
            /**
             * Booking Id
             * Format: uuid
             */
            booking_id: string;
            /**
             * Newest At
             * Format: date-time
             */
            newest_at: string;
            /** Unread */
            unread: number;
        };
        /**
         * VettingView
         * @description How far I am vetted; `reason` is what was written with the last decision.
         */
        VettingView: {
            /** Credentials */
            credentials: string;
            /** Decided At */
            decided_at: string | null;
            /** Reason */
            reason: string;
            /**
             * State
             * @enum {string}
             */
            state: "unvetted" | "submitted" | "approved" | "rejected" | "suspended";
            /** Submitted At */
            submitted_at: string | null;
        };
        /**
         * Weekly
         * @description The week, whole, as wall time in `zone`.
         */
        Weekly: {
            /** Hours */
            hours: components["schemas"]["WeeklyRange"][];
            /**
             * Zone
             * @example Europe/Berlin
             */
            zone: string;
        };
        /**
         * WeeklyRange
         * @description Open from `start` to `end` on each such weekday (0 is Monday); an `end` before the start is the next day's.
         */
        WeeklyRange: {
            /**
             * End
             * @example 09:00
             */
            end: string;
            /**
             * Start
             * @example 09:00
             */
            start: string;
            /** Weekday */
            weekday: number;
        };
        /**
         * Why
         * @description Why; may be left out.
         */
        Why: {
            /**
             * Reason
             * @default
             */
            reason?: string;
        };
        /**
         * Widget
         * @description A professional as another website shows them. `zone`: the one their hours are kept in. `moved_to`: their slug
         *     now, when it was asked for by one they had before.
         */
        Widget: {
            /** Headline */
            headline: string;
            /** Languages */
            languages: string[];
            /** Moved To */
            moved_to: string | null;
            /** Name */
            name: string;
            /** Next Slots */
            next_slots: components["schemas"]["WidgetSlot"][];
            /** Page Url */
            page_url: string;
            rating: components["schemas"]["Rating"] | null;
            /** Services */
            services: components["schemas"]["WidgetService"][];
            /** Slug */
            slug: string;
            /** Zone */
            zone: string;
        };
        /**
         * WidgetService
         * @description A service on offer. `book_url` is a URI template (RFC 6570) with `start` and `note`: where it is booked.
         */
        WidgetService: {
            /** Approval */
            approval: boolean;
            /** Book Url */
            book_url: string;
            /** Currency */
            currency: string;
            /** Description */
            description: string;
            /** Duration Minutes */
            duration_minutes: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Price Minor */
            price_minor: number;
            /** Title */
            title: string;
        };
        /**
         * WidgetSlot
         * @description A free time soon, and the page that books it.
         */
        WidgetSlot: {
            /** Book Url */
            book_url: string;
            /**
             * End
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            end: string;
            /**
             * Service Id
             * Format: uuid
             */
            service_id: string;
            /**
             * Start
             * Format: date-time
             * @example 2027-03-11T17:00:00Z
             */
            start: string;
        };
        /**
         * WidgetSlots
         * @description The free times of a service, in order; `book_url` is a URI template with `start` and `note`.
         */
        WidgetSlots: {
            /** Book Url */
            book_url: string;
            /**
             * Service Id
             * Format: uuid
             */
            service_id: string;
            /** Slots */
            slots: components["schemas"]["FreeTime"][];
            /** Zone */
            zone: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description The entity tag of what is shown; send it back as If-Match with an edit. */
        ETag: string;
        /** @description For API keys: how many requests are left (r), and the seconds until all are (t). */
        RateLimit: string;
        /** @description For API keys: how many requests (q) in how many seconds (w). */
        "RateLimit-Policy": string;
        /** @description Seconds to wait. */
        "Retry-After": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    published_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Keys"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_accounts: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                q?: string;
            };
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "admin";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AccountRow_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    reinstate_account: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "admin";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnlyReason"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    suspend_account: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "admin";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnlyReason"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_audit: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                target_id?: string | null;
            };
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "admin";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Act_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_booking_trail: {
        parameters: {
            query: {
                reason: string;
            };
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "admin";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trail"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_reported_message: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "admin";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportedMessage"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_all_payments: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                person_id?: string | null;
                subject_id?: string | null;
            };
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "admin";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AdminPayment_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    give_back: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "admin";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GiveBack"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdminPayment"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_reports: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                state?: "open" | "upheld" | "dismissed";
            };
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "admin";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ReportRow_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    decide_report: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "admin";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideReport"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_vetting: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                state?: "unvetted" | "submitted" | "approved" | "rejected" | "suspended";
            };
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "admin";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Candidate_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    decide_vetting: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "admin";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Decide"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    log_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogIn"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"] | components["schemas"]["SecondStep"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description email-unverified: Please confirm your e-mail address first */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    second_step: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondStepProof"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    log_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnlyRefreshToken"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_providers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    sign_in_at_provider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderAnswer"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"] | components["schemas"]["SecondStep"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description email-unverified: Please confirm your e-mail address first */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description link-needed: This address has an account already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    begin_at_provider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginAtProvider"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Begun"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    sign_in_with_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnlyCredential"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    begin_passkey_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Options"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    forgot_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnlyEmail"];
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignUpAnswer"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetPassword"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    refresh_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnlyRefreshToken"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    sign_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignUp"];
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignUpAnswer"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    verify_email: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnlyToken"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    resend_verification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnlyEmail"];
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignUpAnswer"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_limits: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limits"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_limits: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Limits"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limits"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_day_overrides: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Day_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_day_override: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                date: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeDay"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Day"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_day_override: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                date: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_schedules: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ScheduleView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_schedule: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSchedule"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_schedule: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleView"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_schedule: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_schedule: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSchedule"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_schedule_overrides: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Day_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_schedule_override: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                date: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeDay"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Day"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_schedule_override: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                date: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_time_off: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TimeOffView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_time_off: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTimeOff"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimeOffView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_time_off: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_travel: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TravelView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_travel: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTravel"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TravelView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_travel: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_weekly_hours: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Weekly"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_weekly_hours: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Weekly"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Weekly"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_balances: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BalanceView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_bookings: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                scope?: "upcoming" | "past";
            };
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BookingView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    book_slot: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BookSlot"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description slot-taken: This time is no longer free; conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_booking: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingView"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    accept_seat: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Seated"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    approve_booking: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Why"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    cancel_booking: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Why"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_charges: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ChargeBrief_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_chat_consent: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatConsentView"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    give_chat_consent: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GiveConsent"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatConsentView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    decline_booking: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Why"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    dispute_booking: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisputeBooking"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_extension: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Extension"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ask_extension: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskExtension"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Extension"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now; slot-taken: This time is no longer free */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    grant_extension: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingView"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now; slot-taken: This time is no longer free */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_history: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Happened_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    join_booking: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entrance"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-open-yet: The room is not open yet; forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description over: This is over */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description media-unavailable: The rooms cannot be reached just now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_messages: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageList"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    write_message: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMessage"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_message: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    edit_message: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
                message_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditMessage"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    download_attachment: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                file_id: string;
                id: string;
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    report_message: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
                message_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportMessage"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    mark_messages_read: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkMessagesRead"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadUpTo"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    move_booking: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveBooking"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now; slot-taken: This time is no longer free */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_other_photo: {
        parameters: {
            query?: {
                size?: "large" | "small";
            };
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    resolve_dispute: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "admin";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolveDispute"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Happened"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    write_review: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReview"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_reviews_of_booking: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ReviewView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_times_to_move_to: {
        parameters: {
            query: {
                from: string;
                to: string;
            };
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Movable_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_calendar: {
        parameters: {
            query: {
                from: string;
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BookingView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_calendar_feed: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedView"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    make_calendar_feed: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFeed"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeFeed"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    remove_calendar_feed: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_calendar_feed: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFeed"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    read_calendar_feed: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
            };
            path: {
                secret: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_calendar_links: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CalendarLinkView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_calendar_link: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCalendarLink"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarLinkView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_calendar_link: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarLinkView"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    remove_calendar_link: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_calendar_link: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeCalendarLink"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarLinkView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    check_calendar_link: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarLinkView"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    put_calendar_file: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/calendar": unknown;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarLinkView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    find_caldav_calendars: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalDavAccount"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundCalendars"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    choose_calendars: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChooseCalendars"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CalendarLinkView_"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_calendar_kinds: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarKinds"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    finish_calendar_consent: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentAnswer"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundCalendars"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    begin_calendar_consent: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                kind: "google" | "outlook";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginConsent"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentBegun"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_categories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Categories"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_my_classes: {
        parameters: {
            query: {
                from: string;
                to: string;
            };
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ClassView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_class: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Roster"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    cancel_class: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallOff"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    join_class: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entrance"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-open-yet: The room is not open yet; forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description over: This is over */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description media-unavailable: The rooms cannot be reached just now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    move_class: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveClass"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClassView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    book_seat: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TakeSeat"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Seated"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now; class-full: There is no seat left; slot-taken: This time is no longer free */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_waiting_place: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Place"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    join_waiting_list: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Place"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    leave_waiting_list: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_development_mail: {
        parameters: {
            query?: {
                limit?: number;
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailList"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_file: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileView"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    upload_file: {
        parameters: {
            query: {
                name: string;
                purpose?: "message";
            };
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-slow: The request took too long */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_file: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    download_file: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    download_invoice: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                secret: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedService"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_me: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_me: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeMe"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_api_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ApiKeyView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    make_api_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeApiKey"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description fresh-sign-in-needed: Please prove once more that it is you; key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    revoke_api_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnlyKey"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_client_profile: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientProfileView"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_client_profile: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeClientProfile"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientProfileView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_consents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consents"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    decide_consent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Decision"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consents"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_consent_history: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ConsentView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_email: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnlyEmail"];
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignUpAnswer"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description fresh-sign-in-needed: Please prove once more that it is you; key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    confirm_email: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnlyToken"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_erasure: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureView"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ask_for_erasure: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskErasure"];
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description fresh-sign-in-needed: Please prove once more that it is you; key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    take_erasure_back: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureView"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_exports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportList"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ask_for_export: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportView"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description fresh-sign-in-needed: Please prove once more that it is you; key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    download_export: {
        parameters: {
            query: {
                id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description fresh-sign-in-needed: Please prove once more that it is you; key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_identities: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityList"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    add_identity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderAnswer"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description fresh-sign-in-needed: Please prove once more that it is you; key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    begin_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginAtProvider"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Begun"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description fresh-sign-in-needed: Please prove once more that it is you; key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    link_after_proof: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkToken"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description fresh-sign-in-needed: Please prove once more that it is you; key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    remove_identity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnlyIdentity"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description fresh-sign-in-needed: Please prove once more that it is you; key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_notification_preferences: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreferencesView"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    choose_notification_preferences: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChoosePreferences"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreferencesView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_notifications: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                unread?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationList"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    mark_notifications_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkRead"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unread"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    stream_notifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_passkeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyList"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    add_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPasskey"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description fresh-sign-in-needed: Please prove once more that it is you; key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    begin_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Options"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description fresh-sign-in-needed: Please prove once more that it is you; key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    remove_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnlyPasskey"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description fresh-sign-in-needed: Please prove once more that it is you; key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    rename_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenamePasskey"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePassword"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ended"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description fresh-sign-in-needed: Please prove once more that it is you; key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_professional_profile: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfessionalProfileView"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_professional_profile: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeProfessionalProfile"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfessionalProfileView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    activate_professional: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    deactivate_professional: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    prove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Prove"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    prove_with_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnlyCredential"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_push_subscriptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceList"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    add_push_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSubscription"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    remove_push_subscription: {
        parameters: {
            query: {
                id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_push_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushKey"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    add_push_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPushToken"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_my_reports: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ReportView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    report_something: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReport"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    security_log: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SecurityEventView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInList"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    revoke_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnlySession"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ended"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    revoke_other_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ended"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorView"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    enrol_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrolment"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description fresh-sign-in-needed: Please prove once more that it is you; key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    remove_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorView"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description fresh-sign-in-needed: Please prove once more that it is you; key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    confirm_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnlyCode"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description fresh-sign-in-needed: Please prove once more that it is you; key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    renew_recovery_codes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description fresh-sign-in-needed: Please prove once more that it is you; key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_vetting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VettingView"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    submit_vetting: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Submit"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VettingView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_unread_messages: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadMessages"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_payments: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PaymentView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_checkout: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checkout"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_payouts: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PayoutView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_photo: {
        parameters: {
            query?: {
                size?: "large" | "small";
            };
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    put_photo: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PhotoView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-slow: The request took too long */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_photo: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    search_professionals: {
        parameters: {
            query?: {
                category?: string[];
                currency?: string | null;
                cursor?: string | null;
                duration?: number | null;
                facets?: boolean;
                free_from?: string | null;
                free_to?: string | null;
                language?: string[];
                limit?: number;
                price_max?: number | null;
                price_min?: number | null;
                q?: string;
                rating_min?: number | null;
                sort?: ("relevance" | "rating" | "soonest" | "price" | "name") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Professionals"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_professional: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfessionalPage"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_professional_photo: {
        parameters: {
            query?: {
                size?: "large" | "small";
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": unknown;
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_reviews: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ReviewView_"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    hide_review: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "admin";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Hide"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    reply_to_review: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reply"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    book_series: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TakeSeat"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Seated"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do; key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now; class-full: There is no seat left; slot-taken: This time is no longer free */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_services: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ServiceView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_service: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewService"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_service: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceView"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_service: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_service: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeService"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_classes: {
        parameters: {
            query: {
                from: string;
                link?: string | null;
                to: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ClassView_"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    hold_classes: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewClasses"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Made"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_links: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_LinkView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    make_link: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLink"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeLink"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    revoke_link: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path: {
                id: string;
                link_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_slots: {
        parameters: {
            query: {
                duration?: number | null;
                from: string;
                link?: string | null;
                to: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Slots"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    explain_time: {
        parameters: {
            query: {
                at: string;
                duration?: number | null;
                link?: string | null;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explained"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_site: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SiteEntry_"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    unsubscribe: {
        parameters: {
            query: {
                token: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": unknown;
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_webhook_endpoints: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_EndpointView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_webhook_endpoint: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEndpoint"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeEndpoint"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_webhook_endpoint: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointView"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_webhook_endpoint: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_webhook_endpoint: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeEndpoint"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointView"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_webhook_deliveries: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                state?: ("pending" | "delivered" | "failed") | null;
            };
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DeliveryView_"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_webhook_delivery: {
        parameters: {
            query?: never;
            header: {
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                delivery_id: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    redeliver_webhook: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                delivery_id: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryView"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    rotate_webhook_secret: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeEndpoint"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    test_webhook_endpoint: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and request again gives the first answer and has no second effect. */
                "Idempotency-Key"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "client" | "professional";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryView"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description conflict: That does not fit what is there now */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description rate-limited: Too many attempts */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_widget_settings: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_widget_settings: {
        parameters: {
            query?: never;
            header: {
                /** @description The tag of what you saw; 412 where it has changed since. Without it, the last to write wins. */
                "If-Match"?: string;
                /** @description The role in force; the account must hold it. */
                "X-Visavis-Role": "professional";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Settings"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description key-not-allowed: This API key may not do that; role-not-held: This needs another role */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description changed-meanwhile: It was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_widget: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Widget"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description forbidden: This is not yours to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ask_widget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description forbidden: This is not yours to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_widget_frame: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Frame"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description forbidden: This is not yours to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    make_widget_link: {
        parameters: {
            query: {
                note?: string;
                service_id: string;
                start?: string | null;
            };
            header?: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
            };
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description forbidden: This is not yours to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ask_widget_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description forbidden: This is not yours to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_widget_slots: {
        parameters: {
            query: {
                duration?: number | null;
                from: string;
                to: string;
            };
            header?: {
                /** @description The tag you have; 304 without a body where it is still the one. */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WidgetSlots"];
                };
            };
            /** @description It is what you have already. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description forbidden: This is not yours to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ask_widget_slots: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description forbidden: This is not yours to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description not-found: There is nothing here */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    metrics_text: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unavailable: Not ready to serve */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    receive_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/webhook+json": unknown;
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description forbidden: This is not yours to do */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    receive_payment_event: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/webhook+json": unknown;
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request: The request could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unauthenticated: Please sign in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description too-large: The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description unsupported-media-type: This is not in a form that is taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
            /** @description invalid-input: Something in the request is not right */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    on_booking_approved: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: {
                        booking: {
                            /** Format: uuid */
                            class_id?: string | null;
                            client: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            currency?: string;
                            /** Format: date-time */
                            end: string;
                            /** Format: uuid */
                            id: string;
                            local_start?: string;
                            price_minor?: number;
                            professional: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            sequence?: number;
                            service: {
                                /** Format: uuid */
                                id?: string;
                                title?: string;
                            };
                            /** Format: date-time */
                            start: string;
                            status: string;
                            zone: string;
                        };
                        /** @enum {string} */
                        by?: "client" | "professional" | "system" | "admin";
                        previous?: {
                            /** Format: date-time */
                            end?: string;
                            /** Format: date-time */
                            start?: string;
                        };
                        reason?: string;
                    };
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "booking.approved";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_booking_cancelled: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: {
                        booking: {
                            /** Format: uuid */
                            class_id?: string | null;
                            client: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            currency?: string;
                            /** Format: date-time */
                            end: string;
                            /** Format: uuid */
                            id: string;
                            local_start?: string;
                            price_minor?: number;
                            professional: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            sequence?: number;
                            service: {
                                /** Format: uuid */
                                id?: string;
                                title?: string;
                            };
                            /** Format: date-time */
                            start: string;
                            status: string;
                            zone: string;
                        };
                        /** @enum {string} */
                        by?: "client" | "professional" | "system" | "admin";
                        previous?: {
                            /** Format: date-time */
                            end?: string;
                            /** Format: date-time */
                            start?: string;
                        };
                        reason?: string;
                    };
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "booking.cancelled";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_booking_completed: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: {
                        booking: {
                            /** Format: uuid */
                            class_id?: string | null;
                            client: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            currency?: string;
                            /** Format: date-time */
                            end: string;
                            /** Format: uuid */
                            id: string;
                            local_start?: string;
                            price_minor?: number;
                            professional: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            sequence?: number;
                            service: {
                                /** Format: uuid */
                                id?: string;
                                title?: string;
                            };
                            /** Format: date-time */
                            start: string;
                            status: string;
                            zone: string;
                        };
                        /** @enum {string} */
                        by?: "client" | "professional" | "system" | "admin";
                        previous?: {
                            /** Format: date-time */
                            end?: string;
                            /** Format: date-time */
                            start?: string;
                        };
                        reason?: string;
                    };
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "booking.completed";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_booking_confirmed: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: {
                        booking: {
                            /** Format: uuid */
                            class_id?: string | null;
                            client: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            currency?: string;
                            /** Format: date-time */
                            end: string;
                            /** Format: uuid */
                            id: string;
                            local_start?: string;
                            price_minor?: number;
                            professional: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            sequence?: number;
                            service: {
                                /** Format: uuid */
                                id?: string;
                                title?: string;
                            };
                            /** Format: date-time */
                            start: string;
                            status: string;
                            zone: string;
                        };
                        /** @enum {string} */
                        by?: "client" | "professional" | "system" | "admin";
                        previous?: {
                            /** Format: date-time */
                            end?: string;
                            /** Format: date-time */
                            start?: string;
                        };
                        reason?: string;
                    };
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "booking.confirmed";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_booking_declined: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: {
                        booking: {
                            /** Format: uuid */
                            class_id?: string | null;
                            client: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            currency?: string;
                            /** Format: date-time */
                            end: string;
                            /** Format: uuid */
                            id: string;
                            local_start?: string;
                            price_minor?: number;
                            professional: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            sequence?: number;
                            service: {
                                /** Format: uuid */
                                id?: string;
                                title?: string;
                            };
                            /** Format: date-time */
                            start: string;
                            status: string;
                            zone: string;
                        };
                        /** @enum {string} */
                        by?: "client" | "professional" | "system" | "admin";
                        previous?: {
                            /** Format: date-time */
                            end?: string;
                            /** Format: date-time */
                            start?: string;
                        };
                        reason?: string;
                    };
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "booking.declined";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_booking_dispute_resolved: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: {
                        booking: {
                            /** Format: uuid */
                            class_id?: string | null;
                            client: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            currency?: string;
                            /** Format: date-time */
                            end: string;
                            /** Format: uuid */
                            id: string;
                            local_start?: string;
                            price_minor?: number;
                            professional: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            sequence?: number;
                            service: {
                                /** Format: uuid */
                                id?: string;
                                title?: string;
                            };
                            /** Format: date-time */
                            start: string;
                            status: string;
                            zone: string;
                        };
                        /** @enum {string} */
                        by?: "client" | "professional" | "system" | "admin";
                        previous?: {
                            /** Format: date-time */
                            end?: string;
                            /** Format: date-time */
                            start?: string;
                        };
                        reason?: string;
                    };
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "booking.dispute_resolved";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_booking_disputed: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: {
                        booking: {
                            /** Format: uuid */
                            class_id?: string | null;
                            client: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            currency?: string;
                            /** Format: date-time */
                            end: string;
                            /** Format: uuid */
                            id: string;
                            local_start?: string;
                            price_minor?: number;
                            professional: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            sequence?: number;
                            service: {
                                /** Format: uuid */
                                id?: string;
                                title?: string;
                            };
                            /** Format: date-time */
                            start: string;
                            status: string;
                            zone: string;
                        };
                        /** @enum {string} */
                        by?: "client" | "professional" | "system" | "admin";
                        previous?: {
                            /** Format: date-time */
                            end?: string;
                            /** Format: date-time */
                            start?: string;
                        };
                        reason?: string;
                    };
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "booking.disputed";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_booking_expired: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: {
                        booking: {
                            /** Format: uuid */
                            class_id?: string | null;
                            client: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            currency?: string;
                            /** Format: date-time */
                            end: string;
                            /** Format: uuid */
                            id: string;
                            local_start?: string;
                            price_minor?: number;
                            professional: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            sequence?: number;
                            service: {
                                /** Format: uuid */
                                id?: string;
                                title?: string;
                            };
                            /** Format: date-time */
                            start: string;
                            status: string;
                            zone: string;
                        };
                        /** @enum {string} */
                        by?: "client" | "professional" | "system" | "admin";
                        previous?: {
                            /** Format: date-time */
                            end?: string;
                            /** Format: date-time */
                            start?: string;
                        };
                        reason?: string;
                    };
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "booking.expired";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_booking_no_show: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: {
                        booking: {
                            /** Format: uuid */
                            class_id?: string | null;
                            client: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            currency?: string;
                            /** Format: date-time */
                            end: string;
                            /** Format: uuid */
                            id: string;
                            local_start?: string;
                            price_minor?: number;
                            professional: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            sequence?: number;
                            service: {
                                /** Format: uuid */
                                id?: string;
                                title?: string;
                            };
                            /** Format: date-time */
                            start: string;
                            status: string;
                            zone: string;
                        };
                        /** @enum {string} */
                        by?: "client" | "professional" | "system" | "admin";
                        previous?: {
                            /** Format: date-time */
                            end?: string;
                            /** Format: date-time */
                            start?: string;
                        };
                        reason?: string;
                    };
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "booking.no_show";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_booking_offered: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: {
                        booking: {
                            /** Format: uuid */
                            class_id?: string | null;
                            client: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            currency?: string;
                            /** Format: date-time */
                            end: string;
                            /** Format: uuid */
                            id: string;
                            local_start?: string;
                            price_minor?: number;
                            professional: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            sequence?: number;
                            service: {
                                /** Format: uuid */
                                id?: string;
                                title?: string;
                            };
                            /** Format: date-time */
                            start: string;
                            status: string;
                            zone: string;
                        };
                        /** @enum {string} */
                        by?: "client" | "professional" | "system" | "admin";
                        previous?: {
                            /** Format: date-time */
                            end?: string;
                            /** Format: date-time */
                            start?: string;
                        };
                        reason?: string;
                    };
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "booking.offered";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_booking_requested: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: {
                        booking: {
                            /** Format: uuid */
                            class_id?: string | null;
                            client: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            currency?: string;
                            /** Format: date-time */
                            end: string;
                            /** Format: uuid */
                            id: string;
                            local_start?: string;
                            price_minor?: number;
                            professional: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            sequence?: number;
                            service: {
                                /** Format: uuid */
                                id?: string;
                                title?: string;
                            };
                            /** Format: date-time */
                            start: string;
                            status: string;
                            zone: string;
                        };
                        /** @enum {string} */
                        by?: "client" | "professional" | "system" | "admin";
                        previous?: {
                            /** Format: date-time */
                            end?: string;
                            /** Format: date-time */
                            start?: string;
                        };
                        reason?: string;
                    };
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "booking.requested";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_booking_rescheduled: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: {
                        booking: {
                            /** Format: uuid */
                            class_id?: string | null;
                            client: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            currency?: string;
                            /** Format: date-time */
                            end: string;
                            /** Format: uuid */
                            id: string;
                            local_start?: string;
                            price_minor?: number;
                            professional: {
                                /** Format: uuid */
                                id?: string;
                                name?: string;
                            };
                            sequence?: number;
                            service: {
                                /** Format: uuid */
                                id?: string;
                                title?: string;
                            };
                            /** Format: date-time */
                            start: string;
                            status: string;
                            zone: string;
                        };
                        /** @enum {string} */
                        by?: "client" | "professional" | "system" | "admin";
                        previous?: {
                            /** Format: date-time */
                            end?: string;
                            /** Format: date-time */
                            start?: string;
                        };
                        reason?: string;
                    };
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "booking.rescheduled";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_endpoint_test: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: Record<string, never>;
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "endpoint.test";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_message_received: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: Record<string, never>;
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "message.received";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_payment_failed: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: Record<string, never>;
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "payment.failed";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_payment_refunded: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: Record<string, never>;
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "payment.refunded";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_payment_succeeded: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: Record<string, never>;
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "payment.succeeded";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_review_published: {
        parameters: {
            query?: never;
            header: {
                /** @description The same in every attempt: what you have had already you may pass over. */
                "webhook-id": string;
                /** @description `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new secret takes over. */
                "webhook-signature": string;
                /** @description When this attempt was made, in unix seconds. */
                "webhook-timestamp": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    data: Record<string, never>;
                    /** @enum {string} */
                    role: "client" | "professional";
                    sequence: number;
                    /** Format: date-time */
                    timestamp: string;
                    /** @constant */
                    type: "review.published";
                };
            };
        };
        responses: {
            /** @description Taken; nothing is read of the answer. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Gone: the endpoint is switched off. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not taken: it is sent again, for three days. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
