//! Tests of the whole runtime over the genesis it ships.
//!
//! By question: what does a chain start with (`genesis`), do blocks and sessions go on (`sessions`),
//! what does a transaction cost (`fees`), who may do what (`permissions`), is cheating found out
//! (`offences`), is every call measured (`weights`), does the interface stay what clients rely on
//! (`interface`).

mod chain;
mod fees;
mod genesis;
mod interface;
mod offences;
mod permissions;
mod sessions;
mod weights;
