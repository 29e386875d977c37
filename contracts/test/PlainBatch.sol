// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice The least that a batch can cost: it pays whatever items anybody sends it, without
/// signature, record or any check. For comparison only; money left here is anybody's.
contract PlainBatch {
    /// @notice Accepts coin, from anybody.
    receive() external payable {}

    /// @param token zero for the chain's own coin
    /// @param items 20 bytes address and 12 bytes amount each
    function pay(address token, bytes calldata items) external {
        assembly {
            mstore(0, shl(224, 0xa9059cbb)) // transfer(address,uint256)
            let item := items.offset
            let end := add(item, items.length)
            switch token
            case 0 {
                for {} lt(item, end) { item := add(item, 32) } {
                    let both := calldataload(item)
                    pop(call(gas(), shr(96, both), shr(160, shl(160, both)), 0, 0, 0, 0))
                }
            }
            default {
                for {} lt(item, end) { item := add(item, 32) } {
                    let both := calldataload(item)
                    mstore(4, shr(96, both))
                    mstore(36, shr(160, shl(160, both)))
                    pop(call(gas(), token, 0, 0, 68, 0, 0))
                }
            }
            stop() // the memory pointer is gone
        }
    }
}
