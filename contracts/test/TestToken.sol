// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice An ordinary ERC-20 for development chains, as lean as the common ones; whoever deployed
/// it mints.
contract TestToken {
    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    error NotTheMinter();

    string public name;
    string public symbol;
    uint8 public immutable decimals;
    uint256 public totalSupply;
    address private immutable MINTER;
    mapping(address account => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    constructor(string memory name_, string memory symbol_, uint8 decimals_) {
        name = name_;
        symbol = symbol_;
        decimals = decimals_;
        MINTER = msg.sender;
    }

    function mint(address to, uint256 value) external {
        if (msg.sender != MINTER) revert NotTheMinter();
        totalSupply += value;
        _give(address(0), to, value);
    }

    /// @notice Mints the same sum to many, for demos with existing holders.
    function mintAll(address[] calldata to, uint256 value) external {
        if (msg.sender != MINTER) revert NotTheMinter();
        totalSupply += value * to.length;
        for (uint256 i = 0; i < to.length; ++i) {
            _give(address(0), to[i], value);
        }
    }

    function transfer(address to, uint256 value) external returns (bool) {
        balanceOf[msg.sender] -= value;
        _give(msg.sender, to, value);
        return true;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        allowance[from][msg.sender] -= value;
        balanceOf[from] -= value;
        _give(from, to, value);
        return true;
    }

    /// The sum of all balances is the supply, which was checked: no balance can overflow.
    function _give(address from, address to, uint256 value) private {
        unchecked {
            balanceOf[to] += value;
        }
        emit Transfer(from, to, value);
    }
}
