//! The runtime is replaced by the code that was voted on, by its hash, and by no other.
//!
//! Here a runtime's code is its encoded version (`chain::CodeIsItsVersion`).

use super::{
    chain::{block_by, blocks_to, on, signed},
    governance::{enactment, everyone_votes, longest, propose},
};
use crate::{governance::origins::Origin, *};
use codec::Encode;
use frame_support::{assert_noop, assert_ok};
use sp_core::storage::well_known_keys::CODE;
use sp_keyring::Sr25519Keyring::Eve;
use sp_runtime::{
    traits::{BlakeTwo256, Hash as _},
    DispatchError,
};

const FAST_UPGRADE: u16 = 1;

/// The code of a runtime like this one, `ahead` versions later.
fn code(ahead: u32) -> Vec<u8> {
    RuntimeVersion { spec_version: VERSION.spec_version + ahead, ..VERSION }.encode()
}

fn authorized() -> bool {
    System::authorized_upgrade().is_some()
}

fn code_of_the_chain() -> Option<Vec<u8>> {
    frame_support::storage::unhashed::get_raw(CODE)
}

/// Sends `code` in a block, as anyone may; whether it was let in, and its call went well.
fn apply(code: Vec<u8>) -> bool {
    let call = frame_system::Call::apply_authorized_upgrade { code };
    block_by(0, vec![signed(Eve, call)]) == [Ok(Ok(()))]
}

#[test]
fn fast_upgrade_should_install_the_code_that_was_voted_on_and_no_other() {
    on("development", || {
        blocks_to(1);
        let code_hash = BlakeTwo256::hash(&code(1));
        let call = origins::Call::<Runtime>::authorize_upgrade { code_hash };
        let index = propose(Origin::FastUpgrade, call);
        everyone_votes(index, true);
        assert_eq!(enactment(index, longest(FAST_UPGRADE)), Some(Ok(())));
        assert!(authorized());

        assert!(!apply(code(2)), "another runtime was accepted");
        assert!(authorized());
        assert_ne!(code_of_the_chain(), Some(code(2)));
        assert!(apply(code(1)));
        assert_eq!(code_of_the_chain(), Some(code(1)));
        assert!(!authorized(), "it could be applied again");
    });
}

#[test]
fn fast_upgrade_should_not_go_back_to_the_same_version() {
    on("development", || {
        blocks_to(1);
        let before = code_of_the_chain();
        let code_hash = BlakeTwo256::hash(&code(0));
        assert_ok!(Origins::authorize_upgrade(Origin::FastUpgrade.into(), code_hash));
        // The call is no failure, so that its sender does not pay, but changes nothing.
        apply(code(0));
        assert_eq!(code_of_the_chain(), before);
        assert!(!authorized());
    });
}

#[test]
fn only_the_fast_upgrade_should_authorise_through_our_call() {
    on("development", || {
        blocks_to(1);
        let others = [
            RuntimeOrigin::root(),
            RuntimeOrigin::signed(Eve.to_account_id()),
            Origin::Emergency.into(),
            Origin::LargeTreasurer.into(),
        ];
        for origin in others {
            assert_noop!(
                Origins::authorize_upgrade(origin, Hash::zero()),
                DispatchError::BadOrigin
            );
        }
    });
}
