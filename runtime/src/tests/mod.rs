//! Tests of the whole runtime over the genesis it ships.
//!
//! By question: what does a chain start with (`genesis`), do blocks and sessions go on (`sessions`),
//! what does a transaction cost (`fees`), who may do what (`permissions`), is cheating found out
//! (`offences`), do panels say
//! what is true (`panels`), does every request end, once, with all money where it belongs (`market`, and
//! `market_world` among liars), what has a part of each block to itself (`operational`), does the oracle
//! know what time it is (`oracle`), is every call measured (`weights`), does the interface stay what clients
//! rely on (`interface`).
//!
//! Of governance: do referenda decide and enact (`governance`), do votes lock and count
//! (`governance_votes`), how long and with how many (`governance_tracks`), who may make which call
//! (`governance_permissions`), who is paid (`governance_treasury`), is the runtime replaced only as
//! voted (`governance_upgrade`), what can be paused (`governance_pause`).

mod calls;
mod chain;
mod economics;
mod fees;
mod genesis;
mod governance;
mod governance_pause;
mod governance_permissions;
mod governance_tracks;
mod governance_treasury;
mod governance_upgrade;
mod governance_votes;
mod interface;
mod market;
mod market_crowd;
mod market_world;
mod offences;
mod operational;
mod oracle;
mod panels;
mod permissions;
mod proofs;
mod sessions;
mod weights;
