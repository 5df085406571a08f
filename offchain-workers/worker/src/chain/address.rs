//! Accounts as this chain writes them.

use opg_primitives::token::SS58_PREFIX;
use sp_core::crypto::{AccountId32 as Account, Ss58AddressFormat, Ss58Codec};
use subxt::utils::AccountId32;

/// An account, with this chain's prefix.
pub fn address(account: &AccountId32) -> String {
    let format = Ss58AddressFormat::custom(SS58_PREFIX);
    Account::new(account.0).to_ss58check_with_version(format)
}

/// The account that is written so, in whichever chain's way.
pub fn account(text: &str) -> Option<AccountId32> {
    let account = Account::from_ss58check_with_version(text).ok()?.0;
    Some(AccountId32(account.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_should_be_written_as_this_chain_does_and_read_in_any_way() {
        let alice = subxt_signer::sr25519::dev::alice().public_key().to_account_id();
        assert!(address(&alice).starts_with("op"), "{}", address(&alice));
        assert_eq!(account(&address(&alice)), Some(alice.clone()));
        assert_eq!(account(&alice.to_string()), Some(alice));
        assert_eq!(account("5GrwvaEF"), None);
    }
}
