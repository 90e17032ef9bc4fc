// Generated from the procedures of BrainDrive; see README.md. Do not edit.
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';

declare const appRouter: import("@trpc/server").TRPCBuiltRouter<{
    ctx: object;
    meta: object;
    errorShape: ErrorShape;
    transformer: true;
}, import("@trpc/server").TRPCDecorateCreateRouterOptions<{
    account: import("@trpc/server").TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: true;
    }, import("@trpc/server").TRPCDecorateCreateRouterOptions<{
        register: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                name: string;
                email: string;
                password: string;
                invitationToken?: string | undefined;
            };
            output: {
                id: string;
                name: string;
                email: string;
                role: "admin" | "guest" | "member" | "owner";
                permissions: ("api-key.manage-own" | "chat.use" | "connection.manage-own" | "connection.manage-shared" | "instance.manage" | "invitation.manage" | "member.list" | "member.manage" | "model.manage" | "plugin.install" | "plugin.manage" | "plugin.use")[];
                avatarUrl: string | null;
                createdAt: Date;
            };
            meta: object;
        }>;
        signIn: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                email: string;
                password: string;
            };
            output: {
                id: string;
                name: string;
                email: string;
                role: "admin" | "guest" | "member" | "owner";
                permissions: ("api-key.manage-own" | "chat.use" | "connection.manage-own" | "connection.manage-shared" | "instance.manage" | "invitation.manage" | "member.list" | "member.manage" | "model.manage" | "plugin.install" | "plugin.manage" | "plugin.use")[];
                avatarUrl: string | null;
                createdAt: Date;
            };
            meta: object;
        }>;
        signOut: import("@trpc/server").TRPCMutationProcedure<{
            input: void;
            output: void;
            meta: object;
        }>;
        me: import("@trpc/server").TRPCQueryProcedure<{
            input: void;
            output: {
                id: string;
                name: string;
                email: string;
                role: "admin" | "guest" | "member" | "owner";
                permissions: ("api-key.manage-own" | "chat.use" | "connection.manage-own" | "connection.manage-shared" | "instance.manage" | "invitation.manage" | "member.list" | "member.manage" | "model.manage" | "plugin.install" | "plugin.manage" | "plugin.use")[];
                avatarUrl: string | null;
                createdAt: Date;
            };
            meta: object;
        }>;
        updateProfile: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                name?: string | undefined;
                email?: string | undefined;
                avatar?: string | null | undefined;
                currentPassword?: string | undefined;
            };
            output: {
                id: string;
                name: string;
                email: string;
                role: "admin" | "guest" | "member" | "owner";
                permissions: ("api-key.manage-own" | "chat.use" | "connection.manage-own" | "connection.manage-shared" | "instance.manage" | "invitation.manage" | "member.list" | "member.manage" | "model.manage" | "plugin.install" | "plugin.manage" | "plugin.use")[];
                avatarUrl: string | null;
                createdAt: Date;
            };
            meta: object;
        }>;
        changePassword: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                currentPassword: string;
                newPassword: string;
            };
            output: void;
            meta: object;
        }>;
        delete: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                currentPassword: string;
            };
            output: void;
            meta: object;
        }>;
        listSessions: import("@trpc/server").TRPCQueryProcedure<{
            input: void;
            output: {
                id: string;
                isCurrent: boolean;
                device: string;
                address: string | null;
                createdAt: Date;
                lastSeenAt: Date;
                expiresAt: Date;
            }[];
            meta: object;
        }>;
        revokeSession: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                sessionId: string;
            };
            output: void;
            meta: object;
        }>;
        revokeOtherSessions: import("@trpc/server").TRPCMutationProcedure<{
            input: void;
            output: void;
            meta: object;
        }>;
    }>>;
    apiKey: import("@trpc/server").TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: true;
    }, import("@trpc/server").TRPCDecorateCreateRouterOptions<{
        list: import("@trpc/server").TRPCQueryProcedure<{
            input: void;
            output: {
                id: string;
                name: string;
                prefix: string;
                scopes: ("account:read" | "admin" | "chat:read" | "chat:write" | "connections:write" | "models:read" | "plugins:read" | "plugins:write")[];
                createdAt: Date;
                expiresAt: Date | null;
                lastUsedAt: Date | null;
            }[];
            meta: object;
        }>;
        create: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                name: string;
                scopes: ("account:read" | "admin" | "chat:read" | "chat:write" | "connections:write" | "models:read" | "plugins:read" | "plugins:write")[];
                validDays: number | null;
            };
            output: {
                apiKey: {
                    id: string;
                    name: string;
                    prefix: string;
                    scopes: ("account:read" | "admin" | "chat:read" | "chat:write" | "connections:write" | "models:read" | "plugins:read" | "plugins:write")[];
                    createdAt: Date;
                    expiresAt: Date | null;
                    lastUsedAt: Date | null;
                };
                key: string;
            };
            meta: object;
        }>;
        revoke: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                apiKeyId: string;
            };
            output: void;
            meta: object;
        }>;
    }>>;
    auth: import("@trpc/server").TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: true;
    }, import("@trpc/server").TRPCDecorateCreateRouterOptions<{
        token: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                email: string;
                password: string;
            };
            output: {
                accessToken: string;
                expiresInSeconds: number;
                refreshToken: string;
                tokenType: "Bearer";
            };
            meta: object;
        }>;
        refresh: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                refreshToken: string;
            };
            output: {
                accessToken: string;
                expiresInSeconds: number;
                refreshToken: string;
                tokenType: "Bearer";
            };
            meta: object;
        }>;
        revoke: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                refreshToken: string;
            };
            output: void;
            meta: object;
        }>;
    }>>;
    chat: import("@trpc/server").TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: true;
    }, import("@trpc/server").TRPCDecorateCreateRouterOptions<{
        send: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                clientId: string;
                conversationId: string | null;
                parentId?: string | null | undefined;
                text: string;
                model?: {
                    connectionId: string;
                    modelId: string;
                } | undefined;
                systemPrompt?: string | undefined;
                parameters?: {
                    temperature?: number | undefined;
                    topP?: number | undefined;
                    maxTokens?: number | undefined;
                    seed?: number | undefined;
                    stop?: string[] | undefined;
                } | undefined;
            };
            output: {
                runId: string;
                conversation: {
                    id: string;
                    title: string;
                    isPinned: boolean;
                    isArchived: boolean;
                    isAnswering: boolean;
                    createdAt: Date;
                    updatedAt: Date;
                    settings: {
                        model: {
                            connectionId: string;
                            modelId: string;
                        } | null;
                        systemPrompt: string;
                        parameters: {
                            temperature?: number | undefined;
                            topP?: number | undefined;
                            maxTokens?: number | undefined;
                            seed?: number | undefined;
                            stop?: string[] | undefined;
                        };
                    };
                    leafId: string | null;
                };
                userMessage: {
                    id: string;
                    conversationId: string;
                    parentId: string | null;
                    role: "assistant" | "user";
                    state: "complete" | "failed" | "interrupted" | "stopped" | "streaming";
                    parts: ({
                        type: "text";
                        text: string;
                    } | {
                        type: "reasoning";
                        text: string;
                        durationMs: number | null;
                    })[];
                    siblingIds: string[];
                    runId: string | null;
                    model: {
                        connectionId: string | null;
                        modelId: string;
                        name: string;
                    } | null;
                    finishReason: "content-filter" | "length" | "other" | "stop" | "tool-calls" | null;
                    usage: {
                        inputTokens: number | null;
                        outputTokens: number | null;
                        reasoningTokens: number | null;
                    } | null;
                    firstTokenMs: number | null;
                    durationMs: number | null;
                    tokensPerSecond: number | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    createdAt: Date;
                } | null;
                replyMessage: {
                    id: string;
                    conversationId: string;
                    parentId: string | null;
                    role: "assistant" | "user";
                    state: "complete" | "failed" | "interrupted" | "stopped" | "streaming";
                    parts: ({
                        type: "text";
                        text: string;
                    } | {
                        type: "reasoning";
                        text: string;
                        durationMs: number | null;
                    })[];
                    siblingIds: string[];
                    runId: string | null;
                    model: {
                        connectionId: string | null;
                        modelId: string;
                        name: string;
                    } | null;
                    finishReason: "content-filter" | "length" | "other" | "stop" | "tool-calls" | null;
                    usage: {
                        inputTokens: number | null;
                        outputTokens: number | null;
                        reasoningTokens: number | null;
                    } | null;
                    firstTokenMs: number | null;
                    durationMs: number | null;
                    tokensPerSecond: number | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    createdAt: Date;
                };
            };
            meta: object;
        }>;
        regenerate: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                messageId: string;
                model?: {
                    connectionId: string;
                    modelId: string;
                } | undefined;
            };
            output: {
                runId: string;
                conversation: {
                    id: string;
                    title: string;
                    isPinned: boolean;
                    isArchived: boolean;
                    isAnswering: boolean;
                    createdAt: Date;
                    updatedAt: Date;
                    settings: {
                        model: {
                            connectionId: string;
                            modelId: string;
                        } | null;
                        systemPrompt: string;
                        parameters: {
                            temperature?: number | undefined;
                            topP?: number | undefined;
                            maxTokens?: number | undefined;
                            seed?: number | undefined;
                            stop?: string[] | undefined;
                        };
                    };
                    leafId: string | null;
                };
                userMessage: {
                    id: string;
                    conversationId: string;
                    parentId: string | null;
                    role: "assistant" | "user";
                    state: "complete" | "failed" | "interrupted" | "stopped" | "streaming";
                    parts: ({
                        type: "text";
                        text: string;
                    } | {
                        type: "reasoning";
                        text: string;
                        durationMs: number | null;
                    })[];
                    siblingIds: string[];
                    runId: string | null;
                    model: {
                        connectionId: string | null;
                        modelId: string;
                        name: string;
                    } | null;
                    finishReason: "content-filter" | "length" | "other" | "stop" | "tool-calls" | null;
                    usage: {
                        inputTokens: number | null;
                        outputTokens: number | null;
                        reasoningTokens: number | null;
                    } | null;
                    firstTokenMs: number | null;
                    durationMs: number | null;
                    tokensPerSecond: number | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    createdAt: Date;
                } | null;
                replyMessage: {
                    id: string;
                    conversationId: string;
                    parentId: string | null;
                    role: "assistant" | "user";
                    state: "complete" | "failed" | "interrupted" | "stopped" | "streaming";
                    parts: ({
                        type: "text";
                        text: string;
                    } | {
                        type: "reasoning";
                        text: string;
                        durationMs: number | null;
                    })[];
                    siblingIds: string[];
                    runId: string | null;
                    model: {
                        connectionId: string | null;
                        modelId: string;
                        name: string;
                    } | null;
                    finishReason: "content-filter" | "length" | "other" | "stop" | "tool-calls" | null;
                    usage: {
                        inputTokens: number | null;
                        outputTokens: number | null;
                        reasoningTokens: number | null;
                    } | null;
                    firstTokenMs: number | null;
                    durationMs: number | null;
                    tokensPerSecond: number | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    createdAt: Date;
                };
            };
            meta: object;
        }>;
        edit: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                messageId: string;
                text: string;
            };
            output: {
                runId: string;
                conversation: {
                    id: string;
                    title: string;
                    isPinned: boolean;
                    isArchived: boolean;
                    isAnswering: boolean;
                    createdAt: Date;
                    updatedAt: Date;
                    settings: {
                        model: {
                            connectionId: string;
                            modelId: string;
                        } | null;
                        systemPrompt: string;
                        parameters: {
                            temperature?: number | undefined;
                            topP?: number | undefined;
                            maxTokens?: number | undefined;
                            seed?: number | undefined;
                            stop?: string[] | undefined;
                        };
                    };
                    leafId: string | null;
                };
                userMessage: {
                    id: string;
                    conversationId: string;
                    parentId: string | null;
                    role: "assistant" | "user";
                    state: "complete" | "failed" | "interrupted" | "stopped" | "streaming";
                    parts: ({
                        type: "text";
                        text: string;
                    } | {
                        type: "reasoning";
                        text: string;
                        durationMs: number | null;
                    })[];
                    siblingIds: string[];
                    runId: string | null;
                    model: {
                        connectionId: string | null;
                        modelId: string;
                        name: string;
                    } | null;
                    finishReason: "content-filter" | "length" | "other" | "stop" | "tool-calls" | null;
                    usage: {
                        inputTokens: number | null;
                        outputTokens: number | null;
                        reasoningTokens: number | null;
                    } | null;
                    firstTokenMs: number | null;
                    durationMs: number | null;
                    tokensPerSecond: number | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    createdAt: Date;
                } | null;
                replyMessage: {
                    id: string;
                    conversationId: string;
                    parentId: string | null;
                    role: "assistant" | "user";
                    state: "complete" | "failed" | "interrupted" | "stopped" | "streaming";
                    parts: ({
                        type: "text";
                        text: string;
                    } | {
                        type: "reasoning";
                        text: string;
                        durationMs: number | null;
                    })[];
                    siblingIds: string[];
                    runId: string | null;
                    model: {
                        connectionId: string | null;
                        modelId: string;
                        name: string;
                    } | null;
                    finishReason: "content-filter" | "length" | "other" | "stop" | "tool-calls" | null;
                    usage: {
                        inputTokens: number | null;
                        outputTokens: number | null;
                        reasoningTokens: number | null;
                    } | null;
                    firstTokenMs: number | null;
                    durationMs: number | null;
                    tokensPerSecond: number | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    createdAt: Date;
                };
            };
            meta: object;
        }>;
        continue: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                messageId: string;
            };
            output: {
                runId: string;
                conversation: {
                    id: string;
                    title: string;
                    isPinned: boolean;
                    isArchived: boolean;
                    isAnswering: boolean;
                    createdAt: Date;
                    updatedAt: Date;
                    settings: {
                        model: {
                            connectionId: string;
                            modelId: string;
                        } | null;
                        systemPrompt: string;
                        parameters: {
                            temperature?: number | undefined;
                            topP?: number | undefined;
                            maxTokens?: number | undefined;
                            seed?: number | undefined;
                            stop?: string[] | undefined;
                        };
                    };
                    leafId: string | null;
                };
                userMessage: {
                    id: string;
                    conversationId: string;
                    parentId: string | null;
                    role: "assistant" | "user";
                    state: "complete" | "failed" | "interrupted" | "stopped" | "streaming";
                    parts: ({
                        type: "text";
                        text: string;
                    } | {
                        type: "reasoning";
                        text: string;
                        durationMs: number | null;
                    })[];
                    siblingIds: string[];
                    runId: string | null;
                    model: {
                        connectionId: string | null;
                        modelId: string;
                        name: string;
                    } | null;
                    finishReason: "content-filter" | "length" | "other" | "stop" | "tool-calls" | null;
                    usage: {
                        inputTokens: number | null;
                        outputTokens: number | null;
                        reasoningTokens: number | null;
                    } | null;
                    firstTokenMs: number | null;
                    durationMs: number | null;
                    tokensPerSecond: number | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    createdAt: Date;
                } | null;
                replyMessage: {
                    id: string;
                    conversationId: string;
                    parentId: string | null;
                    role: "assistant" | "user";
                    state: "complete" | "failed" | "interrupted" | "stopped" | "streaming";
                    parts: ({
                        type: "text";
                        text: string;
                    } | {
                        type: "reasoning";
                        text: string;
                        durationMs: number | null;
                    })[];
                    siblingIds: string[];
                    runId: string | null;
                    model: {
                        connectionId: string | null;
                        modelId: string;
                        name: string;
                    } | null;
                    finishReason: "content-filter" | "length" | "other" | "stop" | "tool-calls" | null;
                    usage: {
                        inputTokens: number | null;
                        outputTokens: number | null;
                        reasoningTokens: number | null;
                    } | null;
                    firstTokenMs: number | null;
                    durationMs: number | null;
                    tokensPerSecond: number | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    createdAt: Date;
                };
            };
            meta: object;
        }>;
        stop: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                runId: string;
            };
            output: void;
            meta: object;
        }>;
        follow: import("@trpc/server").TRPCSubscriptionProcedure<{
            input: {
                runId: string;
                after?: number | undefined;
                lastEventId?: string | undefined;
            };
            output: AsyncIterable<import("@trpc/server/unstable-core-do-not-import").TrackedData<{
                seq: number;
                parts: ({
                    type: "message-start";
                    messageId: string;
                    modelName: string;
                    destination: string | null;
                    parts: ({
                        type: "text";
                        text: string;
                    } | {
                        type: "reasoning";
                        text: string;
                        durationMs: number | null;
                    })[];
                } | {
                    type: "status";
                    status: "loading-model" | "queued" | "waiting";
                    progress: number | null;
                } | {
                    type: "reasoning-delta";
                    delta: string;
                } | {
                    type: "reasoning-end";
                    durationMs: number;
                } | {
                    type: "text-delta";
                    delta: string;
                } | {
                    type: "message-end";
                    reason: "complete" | "failed" | "interrupted" | "stopped";
                    finishReason: "content-filter" | "length" | "other" | "stop" | "tool-calls" | null;
                    usage: {
                        inputTokens: number | null;
                        outputTokens: number | null;
                        reasoningTokens: number | null;
                    } | null;
                    firstTokenMs: number | null;
                    durationMs: number;
                    tokensPerSecond: number | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                })[];
            }>, void, unknown>;
            meta: object;
        }>;
    }>>;
    connection: import("@trpc/server").TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: true;
    }, import("@trpc/server").TRPCDecorateCreateRouterOptions<{
        listProviders: import("@trpc/server").TRPCQueryProcedure<{
            input: void;
            output: {
                id: string;
                name: string;
                description: string;
                icon: "cloud" | "cpu" | "server";
                isBuiltIn: boolean;
                settingsSchema: Record<string, unknown>;
                presets: {
                    id: string;
                    name: string;
                    keyUrl: string | null;
                    settings: Record<string, unknown>;
                }[];
            }[];
            meta: object;
        }>;
        list: import("@trpc/server").TRPCQueryProcedure<{
            input: void;
            output: {
                id: string;
                providerId: string;
                name: string;
                isShared: boolean;
                canEdit: boolean;
                isEnabled: boolean;
                isBuiltIn: boolean;
                settings: Record<string, unknown>;
                secrets: Record<string, Date | null>;
                destination: string | null;
                createdAt: Date;
            }[];
            meta: object;
        }>;
        test: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                providerId: string;
                settings: Record<string, unknown>;
                connectionId?: string | undefined;
            };
            output: {
                isOk: true;
                latencyMs: number;
                modelCount: number;
                serverVersion: string | null;
            } | {
                isOk: false;
                error: {
                    code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                    message: string;
                    retryAfterMs: number | null;
                    requestId: string | null;
                };
            };
            meta: object;
        }>;
        create: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                providerId: string;
                name: string;
                settings: Record<string, unknown>;
                isShared?: boolean | undefined;
            };
            output: {
                id: string;
                providerId: string;
                name: string;
                isShared: boolean;
                canEdit: boolean;
                isEnabled: boolean;
                isBuiltIn: boolean;
                settings: Record<string, unknown>;
                secrets: Record<string, Date | null>;
                destination: string | null;
                createdAt: Date;
            };
            meta: object;
        }>;
        update: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                connectionId: string;
                name?: string | undefined;
                isEnabled?: boolean | undefined;
                isShared?: boolean | undefined;
                settings?: Record<string, unknown> | undefined;
            };
            output: {
                id: string;
                providerId: string;
                name: string;
                isShared: boolean;
                canEdit: boolean;
                isEnabled: boolean;
                isBuiltIn: boolean;
                settings: Record<string, unknown>;
                secrets: Record<string, Date | null>;
                destination: string | null;
                createdAt: Date;
            };
            meta: object;
        }>;
        remove: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                connectionId: string;
            };
            output: void;
            meta: object;
        }>;
    }>>;
    conversation: import("@trpc/server").TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: true;
    }, import("@trpc/server").TRPCDecorateCreateRouterOptions<{
        list: import("@trpc/server").TRPCQueryProcedure<{
            input: {
                cursor?: string | undefined;
                limit?: number | undefined;
                isArchived?: boolean | undefined;
            };
            output: {
                items: {
                    id: string;
                    title: string;
                    isPinned: boolean;
                    isArchived: boolean;
                    isAnswering: boolean;
                    createdAt: Date;
                    updatedAt: Date;
                }[];
                nextCursor: string | null;
            };
            meta: object;
        }>;
        open: import("@trpc/server").TRPCQueryProcedure<{
            input: {
                conversationId: string;
            };
            output: {
                conversation: {
                    id: string;
                    title: string;
                    isPinned: boolean;
                    isArchived: boolean;
                    isAnswering: boolean;
                    createdAt: Date;
                    updatedAt: Date;
                    settings: {
                        model: {
                            connectionId: string;
                            modelId: string;
                        } | null;
                        systemPrompt: string;
                        parameters: {
                            temperature?: number | undefined;
                            topP?: number | undefined;
                            maxTokens?: number | undefined;
                            seed?: number | undefined;
                            stop?: string[] | undefined;
                        };
                    };
                    leafId: string | null;
                };
                window: {
                    messages: {
                        id: string;
                        conversationId: string;
                        parentId: string | null;
                        role: "assistant" | "user";
                        state: "complete" | "failed" | "interrupted" | "stopped" | "streaming";
                        parts: ({
                            type: "text";
                            text: string;
                        } | {
                            type: "reasoning";
                            text: string;
                            durationMs: number | null;
                        })[];
                        siblingIds: string[];
                        runId: string | null;
                        model: {
                            connectionId: string | null;
                            modelId: string;
                            name: string;
                        } | null;
                        finishReason: "content-filter" | "length" | "other" | "stop" | "tool-calls" | null;
                        usage: {
                            inputTokens: number | null;
                            outputTokens: number | null;
                            reasoningTokens: number | null;
                        } | null;
                        firstTokenMs: number | null;
                        durationMs: number | null;
                        tokensPerSecond: number | null;
                        error: {
                            code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                            message: string;
                            retryAfterMs: number | null;
                            requestId: string | null;
                        } | null;
                        createdAt: Date;
                    }[];
                    hasOlder: boolean;
                };
            };
            meta: object;
        }>;
        update: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                conversationId: string;
                title?: string | undefined;
                isPinned?: boolean | undefined;
                isArchived?: boolean | undefined;
                settings?: {
                    model?: {
                        connectionId: string;
                        modelId: string;
                    } | null | undefined;
                    systemPrompt?: string | undefined;
                    parameters?: {
                        temperature?: number | undefined;
                        topP?: number | undefined;
                        maxTokens?: number | undefined;
                        seed?: number | undefined;
                        stop?: string[] | undefined;
                    } | undefined;
                } | undefined;
            };
            output: {
                id: string;
                title: string;
                isPinned: boolean;
                isArchived: boolean;
                isAnswering: boolean;
                createdAt: Date;
                updatedAt: Date;
                settings: {
                    model: {
                        connectionId: string;
                        modelId: string;
                    } | null;
                    systemPrompt: string;
                    parameters: {
                        temperature?: number | undefined;
                        topP?: number | undefined;
                        maxTokens?: number | undefined;
                        seed?: number | undefined;
                        stop?: string[] | undefined;
                    };
                };
                leafId: string | null;
            };
            meta: object;
        }>;
        remove: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                conversationId: string;
            };
            output: void;
            meta: object;
        }>;
        restore: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                conversationId: string;
            };
            output: {
                id: string;
                title: string;
                isPinned: boolean;
                isArchived: boolean;
                isAnswering: boolean;
                createdAt: Date;
                updatedAt: Date;
            };
            meta: object;
        }>;
        listMessages: import("@trpc/server").TRPCQueryProcedure<{
            input: {
                conversationId: string;
                beforeId?: string | undefined;
                limit?: number | undefined;
            };
            output: {
                messages: {
                    id: string;
                    conversationId: string;
                    parentId: string | null;
                    role: "assistant" | "user";
                    state: "complete" | "failed" | "interrupted" | "stopped" | "streaming";
                    parts: ({
                        type: "text";
                        text: string;
                    } | {
                        type: "reasoning";
                        text: string;
                        durationMs: number | null;
                    })[];
                    siblingIds: string[];
                    runId: string | null;
                    model: {
                        connectionId: string | null;
                        modelId: string;
                        name: string;
                    } | null;
                    finishReason: "content-filter" | "length" | "other" | "stop" | "tool-calls" | null;
                    usage: {
                        inputTokens: number | null;
                        outputTokens: number | null;
                        reasoningTokens: number | null;
                    } | null;
                    firstTokenMs: number | null;
                    durationMs: number | null;
                    tokensPerSecond: number | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    createdAt: Date;
                }[];
                hasOlder: boolean;
            };
            meta: object;
        }>;
        selectBranch: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                messageId: string;
            };
            output: {
                conversation: {
                    id: string;
                    title: string;
                    isPinned: boolean;
                    isArchived: boolean;
                    isAnswering: boolean;
                    createdAt: Date;
                    updatedAt: Date;
                    settings: {
                        model: {
                            connectionId: string;
                            modelId: string;
                        } | null;
                        systemPrompt: string;
                        parameters: {
                            temperature?: number | undefined;
                            topP?: number | undefined;
                            maxTokens?: number | undefined;
                            seed?: number | undefined;
                            stop?: string[] | undefined;
                        };
                    };
                    leafId: string | null;
                };
                window: {
                    messages: {
                        id: string;
                        conversationId: string;
                        parentId: string | null;
                        role: "assistant" | "user";
                        state: "complete" | "failed" | "interrupted" | "stopped" | "streaming";
                        parts: ({
                            type: "text";
                            text: string;
                        } | {
                            type: "reasoning";
                            text: string;
                            durationMs: number | null;
                        })[];
                        siblingIds: string[];
                        runId: string | null;
                        model: {
                            connectionId: string | null;
                            modelId: string;
                            name: string;
                        } | null;
                        finishReason: "content-filter" | "length" | "other" | "stop" | "tool-calls" | null;
                        usage: {
                            inputTokens: number | null;
                            outputTokens: number | null;
                            reasoningTokens: number | null;
                        } | null;
                        firstTokenMs: number | null;
                        durationMs: number | null;
                        tokensPerSecond: number | null;
                        error: {
                            code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                            message: string;
                            retryAfterMs: number | null;
                            requestId: string | null;
                        } | null;
                        createdAt: Date;
                    }[];
                    hasOlder: boolean;
                };
            };
            meta: object;
        }>;
        search: import("@trpc/server").TRPCQueryProcedure<{
            input: {
                query: string;
                conversationId?: string | undefined;
                cursor?: string | undefined;
                limit?: number | undefined;
            };
            output: {
                items: {
                    conversationId: string;
                    conversationTitle: string;
                    messageId: string | null;
                    role: "assistant" | "user" | null;
                    snippet: string;
                    highlights: [number, number][];
                    createdAt: Date;
                }[];
                nextCursor: string | null;
            };
            meta: object;
        }>;
    }>>;
    event: import("@trpc/server").TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: true;
    }, import("@trpc/server").TRPCDecorateCreateRouterOptions<{
        follow: import("@trpc/server").TRPCSubscriptionProcedure<{
            input: void;
            output: AsyncIterable<{
                type: "conversation-changed";
                conversation: {
                    id: string;
                    title: string;
                    isPinned: boolean;
                    isArchived: boolean;
                    isAnswering: boolean;
                    createdAt: Date;
                    updatedAt: Date;
                };
            } | {
                type: "conversation-removed";
                conversationId: string;
            } | {
                type: "branch-changed";
                conversationId: string;
                leafId: string | null;
            } | {
                type: "run-started";
                runId: string;
                conversationId: string;
                messageId: string;
                userMessage: {
                    id: string;
                    conversationId: string;
                    parentId: string | null;
                    role: "assistant" | "user";
                    state: "complete" | "failed" | "interrupted" | "stopped" | "streaming";
                    parts: ({
                        type: "text";
                        text: string;
                    } | {
                        type: "reasoning";
                        text: string;
                        durationMs: number | null;
                    })[];
                    siblingIds: string[];
                    runId: string | null;
                    model: {
                        connectionId: string | null;
                        modelId: string;
                        name: string;
                    } | null;
                    finishReason: "content-filter" | "length" | "other" | "stop" | "tool-calls" | null;
                    usage: {
                        inputTokens: number | null;
                        outputTokens: number | null;
                        reasoningTokens: number | null;
                    } | null;
                    firstTokenMs: number | null;
                    durationMs: number | null;
                    tokensPerSecond: number | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    createdAt: Date;
                } | null;
                replyMessage: {
                    id: string;
                    conversationId: string;
                    parentId: string | null;
                    role: "assistant" | "user";
                    state: "complete" | "failed" | "interrupted" | "stopped" | "streaming";
                    parts: ({
                        type: "text";
                        text: string;
                    } | {
                        type: "reasoning";
                        text: string;
                        durationMs: number | null;
                    })[];
                    siblingIds: string[];
                    runId: string | null;
                    model: {
                        connectionId: string | null;
                        modelId: string;
                        name: string;
                    } | null;
                    finishReason: "content-filter" | "length" | "other" | "stop" | "tool-calls" | null;
                    usage: {
                        inputTokens: number | null;
                        outputTokens: number | null;
                        reasoningTokens: number | null;
                    } | null;
                    firstTokenMs: number | null;
                    durationMs: number | null;
                    tokensPerSecond: number | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    createdAt: Date;
                };
            } | {
                type: "run-ended";
                runId: string;
                conversationId: string;
                messageId: string;
                message: {
                    id: string;
                    conversationId: string;
                    parentId: string | null;
                    role: "assistant" | "user";
                    state: "complete" | "failed" | "interrupted" | "stopped" | "streaming";
                    parts: ({
                        type: "text";
                        text: string;
                    } | {
                        type: "reasoning";
                        text: string;
                        durationMs: number | null;
                    })[];
                    siblingIds: string[];
                    runId: string | null;
                    model: {
                        connectionId: string | null;
                        modelId: string;
                        name: string;
                    } | null;
                    finishReason: "content-filter" | "length" | "other" | "stop" | "tool-calls" | null;
                    usage: {
                        inputTokens: number | null;
                        outputTokens: number | null;
                        reasoningTokens: number | null;
                    } | null;
                    firstTokenMs: number | null;
                    durationMs: number | null;
                    tokensPerSecond: number | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    createdAt: Date;
                };
            } | {
                type: "connection-changed";
                connection: {
                    id: string;
                    providerId: string;
                    name: string;
                    isShared: boolean;
                    canEdit: boolean;
                    isEnabled: boolean;
                    isBuiltIn: boolean;
                    settings: Record<string, unknown>;
                    secrets: Record<string, Date | null>;
                    destination: string | null;
                    createdAt: Date;
                };
            } | {
                type: "connection-removed";
                connectionId: string;
            } | {
                type: "models-changed";
                models: {
                    connectionId: string;
                    connectionName: string;
                    providerId: string;
                    destination: string | null;
                    hasLibrary: boolean;
                    state: "failed" | "loading" | "ready";
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    refreshedAt: Date | null;
                    models: {
                        id: string;
                        name: string;
                        contextTokens: number | null;
                        capabilities: {
                            vision: boolean;
                            tools: boolean;
                            reasoning: boolean;
                        };
                        sizeBytes: number | null;
                        note: string | null;
                    }[];
                };
            } | {
                type: "pull-changed";
                connectionId: string;
                pull: {
                    id: string;
                    name: string;
                    state: "cancelled" | "done" | "failed" | "paused" | "queued" | "running" | "verifying";
                    receivedBytes: number;
                    totalBytes: number | null;
                    bytesPerSecond: number | null;
                    source: string | null;
                    error: {
                        code: string;
                        message: string;
                    } | null;
                };
            } | {
                type: "plugin-changed";
                plugin: {
                    id: string;
                    slug: string;
                    version: string;
                    digest: string;
                    name: string;
                    description: string;
                    authorName: string;
                    icon: string;
                    category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                    tags: string[];
                    state: "disabled" | "enabled" | "uninstalled" | "upgrading";
                    runState: "crashed" | "degraded" | "idle" | "none" | "quarantined" | "running" | "starting";
                    ui: {
                        mode: "frame" | "realm";
                        baseUrl: string;
                        shared: Record<string, string>;
                        preload: string[];
                    } | null;
                    isBundled: boolean;
                    isRequired: boolean;
                    signature: {
                        state: "unsigned";
                    } | {
                        state: "signed";
                        publicKey: string;
                        trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                    };
                    components: {
                        name: string;
                        title: string;
                        icon?: string | undefined;
                        category: string;
                        size: {
                            width: number;
                            height: number;
                            minWidth: number;
                            minHeight: number;
                        };
                    }[];
                    pages: {
                        id: string;
                        title: string;
                        icon?: string | undefined;
                        component: string;
                        sidebar?: string | undefined;
                        path?: string | undefined;
                        order: number;
                    }[];
                    settingsPages: {
                        id: string;
                        title: string;
                        icon?: string | undefined;
                        component: string;
                        group: "instance" | "plugins" | "you";
                        needs?: string | undefined;
                        order: number;
                    }[];
                    background: string | null;
                    granted: {
                        storage?: {
                            quotaMB: number;
                            reason?: string | undefined;
                        } | undefined;
                        http?: {
                            hosts: string[];
                            reason?: string | undefined;
                        } | undefined;
                        ai?: {
                            tokensPerDay: number;
                            reason?: string | undefined;
                        } | undefined;
                        conversations?: {
                            access: "read" | "write";
                            reason?: string | undefined;
                        } | undefined;
                        secrets?: {
                            reason?: string | undefined;
                        } | undefined;
                        events?: {
                            hears: string[];
                            shares: string[];
                            reason?: string | undefined;
                        } | undefined;
                        schedule?: {
                            reason?: string | undefined;
                        } | undefined;
                        notify?: {
                            reason?: string | undefined;
                        } | undefined;
                        native?: {
                            reason?: string | undefined;
                        } | undefined;
                    };
                    problem: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    update: {
                        version: string;
                        needsConsent: boolean;
                        isFailed: boolean;
                    } | null;
                    installedAt: Date;
                    updatedAt: Date;
                    keptUntil: Date | null;
                };
            } | {
                type: "plugin-removed";
                slug: string;
            } | {
                type: "plugin-operation-changed";
                operation: {
                    id: string;
                    kind: "install" | "update";
                    state: "cancelled" | "consent" | "done" | "failed" | "running";
                    source: {
                        kind: "bundled";
                    } | {
                        kind: "github";
                        repository: string;
                        tag: string | null;
                    } | {
                        kind: "url";
                        url: string;
                    } | {
                        kind: "upload";
                        fileName: string;
                    } | {
                        kind: "folder";
                        path: string;
                    } | {
                        kind: "registry";
                        registryId: string;
                        version: string | null;
                    };
                    steps: {
                        name: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready";
                        state: "done" | "failed" | "running" | "waiting";
                        text: string;
                    }[];
                    receivedBytes: number;
                    totalBytes: number | null;
                    plugin: {
                        slug: string;
                        version: string;
                        previousVersion: string | null;
                        name: string;
                        description: string;
                        authorName: string;
                        icon: string;
                        category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                        signature: {
                            state: "unsigned";
                        } | {
                            state: "signed";
                            publicKey: string;
                            trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                        };
                        mode: "frame" | "none" | "realm";
                        permissions: {
                            permission: "ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage";
                            title: string;
                            explanation: string;
                            reason: string | null;
                            isBroad: boolean;
                            change: "narrower" | "new" | "removed" | "same" | "wider";
                            isDenied: boolean;
                        }[];
                        limits: string;
                        notes: string | null;
                        contributes: string[];
                    } | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    failedStep: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready" | null;
                    installationId: string | null;
                    startedAt: Date;
                };
            } | {
                type: "plugin-event";
                slug: string;
                name: string;
                payload: unknown;
            } | {
                type: "plugin-notice";
                slug: string;
                title: string;
                text: string;
                level: "error" | "info" | "success" | "warning";
                link: string | null;
            } | {
                type: "session-ended";
            }, any, any>;
            meta: object;
        }>;
    }>>;
    instance: import("@trpc/server").TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: true;
    }, import("@trpc/server").TRPCDecorateCreateRouterOptions<{
        boot: import("@trpc/server").TRPCQueryProcedure<{
            input: void;
            output: {
                instance: {
                    version: string;
                    needsOwner: boolean;
                    canRegister: boolean;
                    firstRun: {
                        machine: {
                            cores: number;
                            memoryBytes: number;
                            freeMemoryBytes: number;
                            freeDiskBytes: number;
                        } | null;
                        starter: {
                            id: string;
                            name: string;
                            state: "cancelled" | "done" | "failed" | "paused" | "queued" | "running" | "verifying";
                            receivedBytes: number;
                            totalBytes: number | null;
                            bytesPerSecond: number | null;
                            source: string | null;
                            error: {
                                code: string;
                                message: string;
                            } | null;
                        } | null;
                        dataDirectory: string;
                        recommended: {
                            id: string;
                            name: string;
                            family: string;
                            purpose: string;
                            parameterCount: number;
                            sizeBytes: number;
                            memoryBytes: number;
                            contextTokens: number;
                            licence: string;
                            capabilities: {
                                vision: boolean;
                                tools: boolean;
                                reasoning: boolean;
                            };
                            sourceUrl: string | null;
                            sha256: string | null;
                            isStarter: boolean;
                            fit: "fits" | "tight" | "too-large";
                            isRecommended: boolean;
                            isInstalled: boolean;
                        }[];
                    } | null;
                };
                user: {
                    id: string;
                    name: string;
                    email: string;
                    role: "admin" | "guest" | "member" | "owner";
                    permissions: ("api-key.manage-own" | "chat.use" | "connection.manage-own" | "connection.manage-shared" | "instance.manage" | "invitation.manage" | "member.list" | "member.manage" | "model.manage" | "plugin.install" | "plugin.manage" | "plugin.use")[];
                    avatarUrl: string | null;
                    createdAt: Date;
                } | null;
                conversations: {
                    items: {
                        id: string;
                        title: string;
                        isPinned: boolean;
                        isArchived: boolean;
                        isAnswering: boolean;
                        createdAt: Date;
                        updatedAt: Date;
                    }[];
                    nextCursor: string | null;
                };
                models: {
                    connectionId: string;
                    connectionName: string;
                    providerId: string;
                    destination: string | null;
                    hasLibrary: boolean;
                    state: "failed" | "loading" | "ready";
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    refreshedAt: Date | null;
                    models: {
                        id: string;
                        name: string;
                        contextTokens: number | null;
                        capabilities: {
                            vision: boolean;
                            tools: boolean;
                            reasoning: boolean;
                        };
                        sizeBytes: number | null;
                        note: string | null;
                    }[];
                }[];
                defaultModel: {
                    connectionId: string;
                    modelId: string;
                } | null;
                pulls: {
                    id: string;
                    name: string;
                    state: "cancelled" | "done" | "failed" | "paused" | "queued" | "running" | "verifying";
                    receivedBytes: number;
                    totalBytes: number | null;
                    bytesPerSecond: number | null;
                    source: string | null;
                    error: {
                        code: string;
                        message: string;
                    } | null;
                }[];
                plugins: {
                    id: string;
                    slug: string;
                    version: string;
                    digest: string;
                    name: string;
                    description: string;
                    authorName: string;
                    icon: string;
                    category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                    tags: string[];
                    state: "disabled" | "enabled" | "uninstalled" | "upgrading";
                    runState: "crashed" | "degraded" | "idle" | "none" | "quarantined" | "running" | "starting";
                    ui: {
                        mode: "frame" | "realm";
                        baseUrl: string;
                        shared: Record<string, string>;
                        preload: string[];
                    } | null;
                    isBundled: boolean;
                    isRequired: boolean;
                    signature: {
                        state: "unsigned";
                    } | {
                        state: "signed";
                        publicKey: string;
                        trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                    };
                    components: {
                        name: string;
                        title: string;
                        icon?: string | undefined;
                        category: string;
                        size: {
                            width: number;
                            height: number;
                            minWidth: number;
                            minHeight: number;
                        };
                    }[];
                    pages: {
                        id: string;
                        title: string;
                        icon?: string | undefined;
                        component: string;
                        sidebar?: string | undefined;
                        path?: string | undefined;
                        order: number;
                    }[];
                    settingsPages: {
                        id: string;
                        title: string;
                        icon?: string | undefined;
                        component: string;
                        group: "instance" | "plugins" | "you";
                        needs?: string | undefined;
                        order: number;
                    }[];
                    background: string | null;
                    granted: {
                        storage?: {
                            quotaMB: number;
                            reason?: string | undefined;
                        } | undefined;
                        http?: {
                            hosts: string[];
                            reason?: string | undefined;
                        } | undefined;
                        ai?: {
                            tokensPerDay: number;
                            reason?: string | undefined;
                        } | undefined;
                        conversations?: {
                            access: "read" | "write";
                            reason?: string | undefined;
                        } | undefined;
                        secrets?: {
                            reason?: string | undefined;
                        } | undefined;
                        events?: {
                            hears: string[];
                            shares: string[];
                            reason?: string | undefined;
                        } | undefined;
                        schedule?: {
                            reason?: string | undefined;
                        } | undefined;
                        notify?: {
                            reason?: string | undefined;
                        } | undefined;
                        native?: {
                            reason?: string | undefined;
                        } | undefined;
                    };
                    problem: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    update: {
                        version: string;
                        needsConsent: boolean;
                        isFailed: boolean;
                    } | null;
                    installedAt: Date;
                    updatedAt: Date;
                    keptUntil: Date | null;
                }[];
                pluginOperations: {
                    id: string;
                    kind: "install" | "update";
                    state: "cancelled" | "consent" | "done" | "failed" | "running";
                    source: {
                        kind: "bundled";
                    } | {
                        kind: "github";
                        repository: string;
                        tag: string | null;
                    } | {
                        kind: "url";
                        url: string;
                    } | {
                        kind: "upload";
                        fileName: string;
                    } | {
                        kind: "folder";
                        path: string;
                    } | {
                        kind: "registry";
                        registryId: string;
                        version: string | null;
                    };
                    steps: {
                        name: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready";
                        state: "done" | "failed" | "running" | "waiting";
                        text: string;
                    }[];
                    receivedBytes: number;
                    totalBytes: number | null;
                    plugin: {
                        slug: string;
                        version: string;
                        previousVersion: string | null;
                        name: string;
                        description: string;
                        authorName: string;
                        icon: string;
                        category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                        signature: {
                            state: "unsigned";
                        } | {
                            state: "signed";
                            publicKey: string;
                            trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                        };
                        mode: "frame" | "none" | "realm";
                        permissions: {
                            permission: "ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage";
                            title: string;
                            explanation: string;
                            reason: string | null;
                            isBroad: boolean;
                            change: "narrower" | "new" | "removed" | "same" | "wider";
                            isDenied: boolean;
                        }[];
                        limits: string;
                        notes: string | null;
                        contributes: string[];
                    } | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    failedStep: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready" | null;
                    installationId: string | null;
                    startedAt: Date;
                }[];
            };
            meta: object;
        }>;
        status: import("@trpc/server").TRPCQueryProcedure<{
            input: void;
            output: {
                version: string;
                needsOwner: boolean;
                canRegister: boolean;
                firstRun: {
                    machine: {
                        cores: number;
                        memoryBytes: number;
                        freeMemoryBytes: number;
                        freeDiskBytes: number;
                    } | null;
                    starter: {
                        id: string;
                        name: string;
                        state: "cancelled" | "done" | "failed" | "paused" | "queued" | "running" | "verifying";
                        receivedBytes: number;
                        totalBytes: number | null;
                        bytesPerSecond: number | null;
                        source: string | null;
                        error: {
                            code: string;
                            message: string;
                        } | null;
                    } | null;
                    dataDirectory: string;
                    recommended: {
                        id: string;
                        name: string;
                        family: string;
                        purpose: string;
                        parameterCount: number;
                        sizeBytes: number;
                        memoryBytes: number;
                        contextTokens: number;
                        licence: string;
                        capabilities: {
                            vision: boolean;
                            tools: boolean;
                            reasoning: boolean;
                        };
                        sourceUrl: string | null;
                        sha256: string | null;
                        isStarter: boolean;
                        fit: "fits" | "tight" | "too-large";
                        isRecommended: boolean;
                        isInstalled: boolean;
                    }[];
                } | null;
            };
            meta: object;
        }>;
        settings: import("@trpc/server").TRPCQueryProcedure<{
            input: void;
            output: {
                registration: "invitation" | "open";
                openRegistrationRole: "guest" | "member";
            };
            meta: object;
        }>;
        updateSettings: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                registration?: "invitation" | "open" | undefined;
                openRegistrationRole?: "guest" | "member" | undefined;
            };
            output: {
                registration: "invitation" | "open";
                openRegistrationRole: "guest" | "member";
            };
            meta: object;
        }>;
    }>>;
    invitation: import("@trpc/server").TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: true;
    }, import("@trpc/server").TRPCDecorateCreateRouterOptions<{
        list: import("@trpc/server").TRPCQueryProcedure<{
            input: void;
            output: {
                id: string;
                role: "admin" | "guest" | "member" | "owner";
                email: string | null;
                createdAt: Date;
                expiresAt: Date;
                usedAt: Date | null;
            }[];
            meta: object;
        }>;
        create: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                role: "admin" | "guest" | "member";
                email?: string | undefined;
                validDays?: number | undefined;
            };
            output: {
                invitation: {
                    id: string;
                    role: "admin" | "guest" | "member" | "owner";
                    email: string | null;
                    createdAt: Date;
                    expiresAt: Date;
                    usedAt: Date | null;
                };
                token: string;
            };
            meta: object;
        }>;
        revoke: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                invitationId: string;
            };
            output: void;
            meta: object;
        }>;
        inspect: import("@trpc/server").TRPCQueryProcedure<{
            input: {
                token: string;
            };
            output: {
                role: "admin" | "guest" | "member" | "owner";
                email: string | null;
                expiresAt: Date;
            };
            meta: object;
        }>;
    }>>;
    member: import("@trpc/server").TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: true;
    }, import("@trpc/server").TRPCDecorateCreateRouterOptions<{
        list: import("@trpc/server").TRPCQueryProcedure<{
            input: void;
            output: {
                id: string;
                name: string;
                email: string;
                role: "admin" | "guest" | "member" | "owner";
                permissions: ("api-key.manage-own" | "chat.use" | "connection.manage-own" | "connection.manage-shared" | "instance.manage" | "invitation.manage" | "member.list" | "member.manage" | "model.manage" | "plugin.install" | "plugin.manage" | "plugin.use")[];
                avatarUrl: string | null;
                createdAt: Date;
            }[];
            meta: object;
        }>;
        updateRole: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                userId: string;
                role: "admin" | "guest" | "member" | "owner";
            };
            output: {
                id: string;
                name: string;
                email: string;
                role: "admin" | "guest" | "member" | "owner";
                permissions: ("api-key.manage-own" | "chat.use" | "connection.manage-own" | "connection.manage-shared" | "instance.manage" | "invitation.manage" | "member.list" | "member.manage" | "model.manage" | "plugin.install" | "plugin.manage" | "plugin.use")[];
                avatarUrl: string | null;
                createdAt: Date;
            };
            meta: object;
        }>;
        remove: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                userId: string;
            };
            output: void;
            meta: object;
        }>;
    }>>;
    model: import("@trpc/server").TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: true;
    }, import("@trpc/server").TRPCDecorateCreateRouterOptions<{
        list: import("@trpc/server").TRPCQueryProcedure<{
            input: void;
            output: {
                connectionId: string;
                connectionName: string;
                providerId: string;
                destination: string | null;
                hasLibrary: boolean;
                state: "failed" | "loading" | "ready";
                error: {
                    code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                    message: string;
                    retryAfterMs: number | null;
                    requestId: string | null;
                } | null;
                refreshedAt: Date | null;
                models: {
                    id: string;
                    name: string;
                    contextTokens: number | null;
                    capabilities: {
                        vision: boolean;
                        tools: boolean;
                        reasoning: boolean;
                    };
                    sizeBytes: number | null;
                    note: string | null;
                }[];
            }[];
            meta: object;
        }>;
        refresh: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                connectionId: string;
            };
            output: {
                connectionId: string;
                connectionName: string;
                providerId: string;
                destination: string | null;
                hasLibrary: boolean;
                state: "failed" | "loading" | "ready";
                error: {
                    code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                    message: string;
                    retryAfterMs: number | null;
                    requestId: string | null;
                } | null;
                refreshedAt: Date | null;
                models: {
                    id: string;
                    name: string;
                    contextTokens: number | null;
                    capabilities: {
                        vision: boolean;
                        tools: boolean;
                        reasoning: boolean;
                    };
                    sizeBytes: number | null;
                    note: string | null;
                }[];
            };
            meta: object;
        }>;
        setDefault: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                connectionId: string;
                modelId: string;
            };
            output: {
                connectionId: string;
                modelId: string;
            };
            meta: object;
        }>;
        library: import("@trpc/server").TRPCQueryProcedure<{
            input: {
                connectionId: string;
            };
            output: {
                machine: {
                    cores: number;
                    memoryBytes: number;
                    freeMemoryBytes: number;
                    freeDiskBytes: number;
                } | null;
                catalogue: {
                    id: string;
                    name: string;
                    family: string;
                    purpose: string;
                    parameterCount: number;
                    sizeBytes: number;
                    memoryBytes: number;
                    contextTokens: number;
                    licence: string;
                    capabilities: {
                        vision: boolean;
                        tools: boolean;
                        reasoning: boolean;
                    };
                    sourceUrl: string | null;
                    sha256: string | null;
                    isStarter: boolean;
                    fit: "fits" | "tight" | "too-large";
                    isRecommended: boolean;
                    isInstalled: boolean;
                }[];
                pulls: {
                    id: string;
                    name: string;
                    state: "cancelled" | "done" | "failed" | "paused" | "queued" | "running" | "verifying";
                    receivedBytes: number;
                    totalBytes: number | null;
                    bytesPerSecond: number | null;
                    source: string | null;
                    error: {
                        code: string;
                        message: string;
                    } | null;
                }[];
            };
            meta: object;
        }>;
        pull: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                connectionId: string;
                source: string;
            };
            output: {
                id: string;
                name: string;
                state: "cancelled" | "done" | "failed" | "paused" | "queued" | "running" | "verifying";
                receivedBytes: number;
                totalBytes: number | null;
                bytesPerSecond: number | null;
                source: string | null;
                error: {
                    code: string;
                    message: string;
                } | null;
            };
            meta: object;
        }>;
        pausePull: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                connectionId: string;
                pullId: string;
            };
            output: {
                id: string;
                name: string;
                state: "cancelled" | "done" | "failed" | "paused" | "queued" | "running" | "verifying";
                receivedBytes: number;
                totalBytes: number | null;
                bytesPerSecond: number | null;
                source: string | null;
                error: {
                    code: string;
                    message: string;
                } | null;
            };
            meta: object;
        }>;
        cancelPull: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                connectionId: string;
                pullId: string;
            };
            output: {
                id: string;
                name: string;
                state: "cancelled" | "done" | "failed" | "paused" | "queued" | "running" | "verifying";
                receivedBytes: number;
                totalBytes: number | null;
                bytesPerSecond: number | null;
                source: string | null;
                error: {
                    code: string;
                    message: string;
                } | null;
            };
            meta: object;
        }>;
        remove: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                connectionId: string;
                modelId: string;
            };
            output: void;
            meta: object;
        }>;
    }>>;
    plugin: import("@trpc/server").TRPCBuiltRouter<{
        ctx: object;
        meta: object;
        errorShape: ErrorShape;
        transformer: true;
    }, import("@trpc/server").TRPCDecorateCreateRouterOptions<{
        lifecycle: import("@trpc/server").TRPCBuiltRouter<{
            ctx: object;
            meta: object;
            errorShape: ErrorShape;
            transformer: true;
        }, import("@trpc/server").TRPCDecorateCreateRouterOptions<{
            installFrom: import("@trpc/server").TRPCMutationProcedure<{
                input: {
                    url: string;
                    acceptsPermissions?: boolean | undefined;
                };
                output: {
                    id: string;
                    kind: "install" | "update";
                    state: "cancelled" | "consent" | "done" | "failed" | "running";
                    source: {
                        kind: "bundled";
                    } | {
                        kind: "github";
                        repository: string;
                        tag: string | null;
                    } | {
                        kind: "url";
                        url: string;
                    } | {
                        kind: "upload";
                        fileName: string;
                    } | {
                        kind: "folder";
                        path: string;
                    } | {
                        kind: "registry";
                        registryId: string;
                        version: string | null;
                    };
                    steps: {
                        name: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready";
                        state: "done" | "failed" | "running" | "waiting";
                        text: string;
                    }[];
                    receivedBytes: number;
                    totalBytes: number | null;
                    plugin: {
                        slug: string;
                        version: string;
                        previousVersion: string | null;
                        name: string;
                        description: string;
                        authorName: string;
                        icon: string;
                        category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                        signature: {
                            state: "unsigned";
                        } | {
                            state: "signed";
                            publicKey: string;
                            trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                        };
                        mode: "frame" | "none" | "realm";
                        permissions: {
                            permission: "ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage";
                            title: string;
                            explanation: string;
                            reason: string | null;
                            isBroad: boolean;
                            change: "narrower" | "new" | "removed" | "same" | "wider";
                            isDenied: boolean;
                        }[];
                        limits: string;
                        notes: string | null;
                        contributes: string[];
                    } | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    failedStep: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready" | null;
                    installationId: string | null;
                    startedAt: Date;
                };
                meta: object;
            }>;
            install: import("@trpc/server").TRPCMutationProcedure<{
                input: {
                    slug: string;
                    registryId?: string | undefined;
                    version?: string | undefined;
                    acceptsPermissions?: boolean | undefined;
                };
                output: {
                    id: string;
                    kind: "install" | "update";
                    state: "cancelled" | "consent" | "done" | "failed" | "running";
                    source: {
                        kind: "bundled";
                    } | {
                        kind: "github";
                        repository: string;
                        tag: string | null;
                    } | {
                        kind: "url";
                        url: string;
                    } | {
                        kind: "upload";
                        fileName: string;
                    } | {
                        kind: "folder";
                        path: string;
                    } | {
                        kind: "registry";
                        registryId: string;
                        version: string | null;
                    };
                    steps: {
                        name: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready";
                        state: "done" | "failed" | "running" | "waiting";
                        text: string;
                    }[];
                    receivedBytes: number;
                    totalBytes: number | null;
                    plugin: {
                        slug: string;
                        version: string;
                        previousVersion: string | null;
                        name: string;
                        description: string;
                        authorName: string;
                        icon: string;
                        category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                        signature: {
                            state: "unsigned";
                        } | {
                            state: "signed";
                            publicKey: string;
                            trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                        };
                        mode: "frame" | "none" | "realm";
                        permissions: {
                            permission: "ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage";
                            title: string;
                            explanation: string;
                            reason: string | null;
                            isBroad: boolean;
                            change: "narrower" | "new" | "removed" | "same" | "wider";
                            isDenied: boolean;
                        }[];
                        limits: string;
                        notes: string | null;
                        contributes: string[];
                    } | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    failedStep: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready" | null;
                    installationId: string | null;
                    startedAt: Date;
                };
                meta: object;
            }>;
            update: import("@trpc/server").TRPCMutationProcedure<{
                input: {
                    slug: string;
                    version?: string | undefined;
                    acceptsPermissions?: boolean | undefined;
                };
                output: {
                    id: string;
                    kind: "install" | "update";
                    state: "cancelled" | "consent" | "done" | "failed" | "running";
                    source: {
                        kind: "bundled";
                    } | {
                        kind: "github";
                        repository: string;
                        tag: string | null;
                    } | {
                        kind: "url";
                        url: string;
                    } | {
                        kind: "upload";
                        fileName: string;
                    } | {
                        kind: "folder";
                        path: string;
                    } | {
                        kind: "registry";
                        registryId: string;
                        version: string | null;
                    };
                    steps: {
                        name: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready";
                        state: "done" | "failed" | "running" | "waiting";
                        text: string;
                    }[];
                    receivedBytes: number;
                    totalBytes: number | null;
                    plugin: {
                        slug: string;
                        version: string;
                        previousVersion: string | null;
                        name: string;
                        description: string;
                        authorName: string;
                        icon: string;
                        category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                        signature: {
                            state: "unsigned";
                        } | {
                            state: "signed";
                            publicKey: string;
                            trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                        };
                        mode: "frame" | "none" | "realm";
                        permissions: {
                            permission: "ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage";
                            title: string;
                            explanation: string;
                            reason: string | null;
                            isBroad: boolean;
                            change: "narrower" | "new" | "removed" | "same" | "wider";
                            isDenied: boolean;
                        }[];
                        limits: string;
                        notes: string | null;
                        contributes: string[];
                    } | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    failedStep: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready" | null;
                    installationId: string | null;
                    startedAt: Date;
                };
                meta: object;
            }>;
        }>>;
        operation: import("@trpc/server").TRPCBuiltRouter<{
            ctx: object;
            meta: object;
            errorShape: ErrorShape;
            transformer: true;
        }, import("@trpc/server").TRPCDecorateCreateRouterOptions<{
            list: import("@trpc/server").TRPCQueryProcedure<{
                input: void;
                output: {
                    id: string;
                    kind: "install" | "update";
                    state: "cancelled" | "consent" | "done" | "failed" | "running";
                    source: {
                        kind: "bundled";
                    } | {
                        kind: "github";
                        repository: string;
                        tag: string | null;
                    } | {
                        kind: "url";
                        url: string;
                    } | {
                        kind: "upload";
                        fileName: string;
                    } | {
                        kind: "folder";
                        path: string;
                    } | {
                        kind: "registry";
                        registryId: string;
                        version: string | null;
                    };
                    steps: {
                        name: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready";
                        state: "done" | "failed" | "running" | "waiting";
                        text: string;
                    }[];
                    receivedBytes: number;
                    totalBytes: number | null;
                    plugin: {
                        slug: string;
                        version: string;
                        previousVersion: string | null;
                        name: string;
                        description: string;
                        authorName: string;
                        icon: string;
                        category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                        signature: {
                            state: "unsigned";
                        } | {
                            state: "signed";
                            publicKey: string;
                            trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                        };
                        mode: "frame" | "none" | "realm";
                        permissions: {
                            permission: "ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage";
                            title: string;
                            explanation: string;
                            reason: string | null;
                            isBroad: boolean;
                            change: "narrower" | "new" | "removed" | "same" | "wider";
                            isDenied: boolean;
                        }[];
                        limits: string;
                        notes: string | null;
                        contributes: string[];
                    } | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    failedStep: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready" | null;
                    installationId: string | null;
                    startedAt: Date;
                }[];
                meta: object;
            }>;
            install: import("@trpc/server").TRPCMutationProcedure<{
                input: {
                    source: {
                        kind: "bundled";
                    } | {
                        kind: "github";
                        repository: string;
                        tag: string | null;
                    } | {
                        kind: "url";
                        url: string;
                    } | {
                        kind: "upload";
                        fileName: string;
                    } | {
                        kind: "folder";
                        path: string;
                    } | {
                        kind: "registry";
                        registryId: string;
                        version: string | null;
                    };
                    slug?: string | undefined;
                };
                output: {
                    id: string;
                    kind: "install" | "update";
                    state: "cancelled" | "consent" | "done" | "failed" | "running";
                    source: {
                        kind: "bundled";
                    } | {
                        kind: "github";
                        repository: string;
                        tag: string | null;
                    } | {
                        kind: "url";
                        url: string;
                    } | {
                        kind: "upload";
                        fileName: string;
                    } | {
                        kind: "folder";
                        path: string;
                    } | {
                        kind: "registry";
                        registryId: string;
                        version: string | null;
                    };
                    steps: {
                        name: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready";
                        state: "done" | "failed" | "running" | "waiting";
                        text: string;
                    }[];
                    receivedBytes: number;
                    totalBytes: number | null;
                    plugin: {
                        slug: string;
                        version: string;
                        previousVersion: string | null;
                        name: string;
                        description: string;
                        authorName: string;
                        icon: string;
                        category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                        signature: {
                            state: "unsigned";
                        } | {
                            state: "signed";
                            publicKey: string;
                            trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                        };
                        mode: "frame" | "none" | "realm";
                        permissions: {
                            permission: "ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage";
                            title: string;
                            explanation: string;
                            reason: string | null;
                            isBroad: boolean;
                            change: "narrower" | "new" | "removed" | "same" | "wider";
                            isDenied: boolean;
                        }[];
                        limits: string;
                        notes: string | null;
                        contributes: string[];
                    } | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    failedStep: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready" | null;
                    installationId: string | null;
                    startedAt: Date;
                };
                meta: object;
            }>;
            update: import("@trpc/server").TRPCMutationProcedure<{
                input: {
                    slug: string;
                    version: string | null;
                };
                output: {
                    id: string;
                    kind: "install" | "update";
                    state: "cancelled" | "consent" | "done" | "failed" | "running";
                    source: {
                        kind: "bundled";
                    } | {
                        kind: "github";
                        repository: string;
                        tag: string | null;
                    } | {
                        kind: "url";
                        url: string;
                    } | {
                        kind: "upload";
                        fileName: string;
                    } | {
                        kind: "folder";
                        path: string;
                    } | {
                        kind: "registry";
                        registryId: string;
                        version: string | null;
                    };
                    steps: {
                        name: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready";
                        state: "done" | "failed" | "running" | "waiting";
                        text: string;
                    }[];
                    receivedBytes: number;
                    totalBytes: number | null;
                    plugin: {
                        slug: string;
                        version: string;
                        previousVersion: string | null;
                        name: string;
                        description: string;
                        authorName: string;
                        icon: string;
                        category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                        signature: {
                            state: "unsigned";
                        } | {
                            state: "signed";
                            publicKey: string;
                            trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                        };
                        mode: "frame" | "none" | "realm";
                        permissions: {
                            permission: "ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage";
                            title: string;
                            explanation: string;
                            reason: string | null;
                            isBroad: boolean;
                            change: "narrower" | "new" | "removed" | "same" | "wider";
                            isDenied: boolean;
                        }[];
                        limits: string;
                        notes: string | null;
                        contributes: string[];
                    } | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    failedStep: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready" | null;
                    installationId: string | null;
                    startedAt: Date;
                };
                meta: object;
            }>;
            consent: import("@trpc/server").TRPCMutationProcedure<{
                input: {
                    operationId: string;
                    isAccepted: boolean;
                };
                output: {
                    id: string;
                    kind: "install" | "update";
                    state: "cancelled" | "consent" | "done" | "failed" | "running";
                    source: {
                        kind: "bundled";
                    } | {
                        kind: "github";
                        repository: string;
                        tag: string | null;
                    } | {
                        kind: "url";
                        url: string;
                    } | {
                        kind: "upload";
                        fileName: string;
                    } | {
                        kind: "folder";
                        path: string;
                    } | {
                        kind: "registry";
                        registryId: string;
                        version: string | null;
                    };
                    steps: {
                        name: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready";
                        state: "done" | "failed" | "running" | "waiting";
                        text: string;
                    }[];
                    receivedBytes: number;
                    totalBytes: number | null;
                    plugin: {
                        slug: string;
                        version: string;
                        previousVersion: string | null;
                        name: string;
                        description: string;
                        authorName: string;
                        icon: string;
                        category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                        signature: {
                            state: "unsigned";
                        } | {
                            state: "signed";
                            publicKey: string;
                            trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                        };
                        mode: "frame" | "none" | "realm";
                        permissions: {
                            permission: "ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage";
                            title: string;
                            explanation: string;
                            reason: string | null;
                            isBroad: boolean;
                            change: "narrower" | "new" | "removed" | "same" | "wider";
                            isDenied: boolean;
                        }[];
                        limits: string;
                        notes: string | null;
                        contributes: string[];
                    } | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    failedStep: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready" | null;
                    installationId: string | null;
                    startedAt: Date;
                };
                meta: object;
            }>;
            cancel: import("@trpc/server").TRPCMutationProcedure<{
                input: {
                    operationId: string;
                };
                output: void;
                meta: object;
            }>;
            settled: import("@trpc/server").TRPCQueryProcedure<{
                input: {
                    operationId: string;
                };
                output: {
                    id: string;
                    kind: "install" | "update";
                    state: "cancelled" | "consent" | "done" | "failed" | "running";
                    source: {
                        kind: "bundled";
                    } | {
                        kind: "github";
                        repository: string;
                        tag: string | null;
                    } | {
                        kind: "url";
                        url: string;
                    } | {
                        kind: "upload";
                        fileName: string;
                    } | {
                        kind: "folder";
                        path: string;
                    } | {
                        kind: "registry";
                        registryId: string;
                        version: string | null;
                    };
                    steps: {
                        name: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready";
                        state: "done" | "failed" | "running" | "waiting";
                        text: string;
                    }[];
                    receivedBytes: number;
                    totalBytes: number | null;
                    plugin: {
                        slug: string;
                        version: string;
                        previousVersion: string | null;
                        name: string;
                        description: string;
                        authorName: string;
                        icon: string;
                        category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                        signature: {
                            state: "unsigned";
                        } | {
                            state: "signed";
                            publicKey: string;
                            trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                        };
                        mode: "frame" | "none" | "realm";
                        permissions: {
                            permission: "ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage";
                            title: string;
                            explanation: string;
                            reason: string | null;
                            isBroad: boolean;
                            change: "narrower" | "new" | "removed" | "same" | "wider";
                            isDenied: boolean;
                        }[];
                        limits: string;
                        notes: string | null;
                        contributes: string[];
                    } | null;
                    error: {
                        code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                        message: string;
                        retryAfterMs: number | null;
                        requestId: string | null;
                    } | null;
                    failedStep: "check" | "compatibility" | "consent" | "fetch" | "install" | "ready" | null;
                    installationId: string | null;
                    startedAt: Date;
                };
                meta: object;
            }>;
        }>>;
        list: import("@trpc/server").TRPCQueryProcedure<{
            input: void;
            output: {
                id: string;
                slug: string;
                version: string;
                digest: string;
                name: string;
                description: string;
                authorName: string;
                icon: string;
                category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                tags: string[];
                state: "disabled" | "enabled" | "uninstalled" | "upgrading";
                runState: "crashed" | "degraded" | "idle" | "none" | "quarantined" | "running" | "starting";
                ui: {
                    mode: "frame" | "realm";
                    baseUrl: string;
                    shared: Record<string, string>;
                    preload: string[];
                } | null;
                isBundled: boolean;
                isRequired: boolean;
                signature: {
                    state: "unsigned";
                } | {
                    state: "signed";
                    publicKey: string;
                    trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                };
                components: {
                    name: string;
                    title: string;
                    icon?: string | undefined;
                    category: string;
                    size: {
                        width: number;
                        height: number;
                        minWidth: number;
                        minHeight: number;
                    };
                }[];
                pages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    sidebar?: string | undefined;
                    path?: string | undefined;
                    order: number;
                }[];
                settingsPages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    group: "instance" | "plugins" | "you";
                    needs?: string | undefined;
                    order: number;
                }[];
                background: string | null;
                granted: {
                    storage?: {
                        quotaMB: number;
                        reason?: string | undefined;
                    } | undefined;
                    http?: {
                        hosts: string[];
                        reason?: string | undefined;
                    } | undefined;
                    ai?: {
                        tokensPerDay: number;
                        reason?: string | undefined;
                    } | undefined;
                    conversations?: {
                        access: "read" | "write";
                        reason?: string | undefined;
                    } | undefined;
                    secrets?: {
                        reason?: string | undefined;
                    } | undefined;
                    events?: {
                        hears: string[];
                        shares: string[];
                        reason?: string | undefined;
                    } | undefined;
                    schedule?: {
                        reason?: string | undefined;
                    } | undefined;
                    notify?: {
                        reason?: string | undefined;
                    } | undefined;
                    native?: {
                        reason?: string | undefined;
                    } | undefined;
                };
                problem: {
                    code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                    message: string;
                    retryAfterMs: number | null;
                    requestId: string | null;
                } | null;
                update: {
                    version: string;
                    needsConsent: boolean;
                    isFailed: boolean;
                } | null;
                installedAt: Date;
                updatedAt: Date;
                keptUntil: Date | null;
            }[];
            meta: object;
        }>;
        listKept: import("@trpc/server").TRPCQueryProcedure<{
            input: void;
            output: {
                id: string;
                slug: string;
                version: string;
                digest: string;
                name: string;
                description: string;
                authorName: string;
                icon: string;
                category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                tags: string[];
                state: "disabled" | "enabled" | "uninstalled" | "upgrading";
                runState: "crashed" | "degraded" | "idle" | "none" | "quarantined" | "running" | "starting";
                ui: {
                    mode: "frame" | "realm";
                    baseUrl: string;
                    shared: Record<string, string>;
                    preload: string[];
                } | null;
                isBundled: boolean;
                isRequired: boolean;
                signature: {
                    state: "unsigned";
                } | {
                    state: "signed";
                    publicKey: string;
                    trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                };
                components: {
                    name: string;
                    title: string;
                    icon?: string | undefined;
                    category: string;
                    size: {
                        width: number;
                        height: number;
                        minWidth: number;
                        minHeight: number;
                    };
                }[];
                pages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    sidebar?: string | undefined;
                    path?: string | undefined;
                    order: number;
                }[];
                settingsPages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    group: "instance" | "plugins" | "you";
                    needs?: string | undefined;
                    order: number;
                }[];
                background: string | null;
                granted: {
                    storage?: {
                        quotaMB: number;
                        reason?: string | undefined;
                    } | undefined;
                    http?: {
                        hosts: string[];
                        reason?: string | undefined;
                    } | undefined;
                    ai?: {
                        tokensPerDay: number;
                        reason?: string | undefined;
                    } | undefined;
                    conversations?: {
                        access: "read" | "write";
                        reason?: string | undefined;
                    } | undefined;
                    secrets?: {
                        reason?: string | undefined;
                    } | undefined;
                    events?: {
                        hears: string[];
                        shares: string[];
                        reason?: string | undefined;
                    } | undefined;
                    schedule?: {
                        reason?: string | undefined;
                    } | undefined;
                    notify?: {
                        reason?: string | undefined;
                    } | undefined;
                    native?: {
                        reason?: string | undefined;
                    } | undefined;
                };
                problem: {
                    code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                    message: string;
                    retryAfterMs: number | null;
                    requestId: string | null;
                } | null;
                update: {
                    version: string;
                    needsConsent: boolean;
                    isFailed: boolean;
                } | null;
                installedAt: Date;
                updatedAt: Date;
                keptUntil: Date | null;
            }[];
            meta: object;
        }>;
        get: import("@trpc/server").TRPCQueryProcedure<{
            input: {
                slug: string;
            };
            output: {
                id: string;
                slug: string;
                version: string;
                digest: string;
                name: string;
                description: string;
                authorName: string;
                icon: string;
                category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                tags: string[];
                state: "disabled" | "enabled" | "uninstalled" | "upgrading";
                runState: "crashed" | "degraded" | "idle" | "none" | "quarantined" | "running" | "starting";
                ui: {
                    mode: "frame" | "realm";
                    baseUrl: string;
                    shared: Record<string, string>;
                    preload: string[];
                } | null;
                isBundled: boolean;
                isRequired: boolean;
                signature: {
                    state: "unsigned";
                } | {
                    state: "signed";
                    publicKey: string;
                    trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                };
                components: {
                    name: string;
                    title: string;
                    icon?: string | undefined;
                    category: string;
                    size: {
                        width: number;
                        height: number;
                        minWidth: number;
                        minHeight: number;
                    };
                }[];
                pages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    sidebar?: string | undefined;
                    path?: string | undefined;
                    order: number;
                }[];
                settingsPages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    group: "instance" | "plugins" | "you";
                    needs?: string | undefined;
                    order: number;
                }[];
                background: string | null;
                granted: {
                    storage?: {
                        quotaMB: number;
                        reason?: string | undefined;
                    } | undefined;
                    http?: {
                        hosts: string[];
                        reason?: string | undefined;
                    } | undefined;
                    ai?: {
                        tokensPerDay: number;
                        reason?: string | undefined;
                    } | undefined;
                    conversations?: {
                        access: "read" | "write";
                        reason?: string | undefined;
                    } | undefined;
                    secrets?: {
                        reason?: string | undefined;
                    } | undefined;
                    events?: {
                        hears: string[];
                        shares: string[];
                        reason?: string | undefined;
                    } | undefined;
                    schedule?: {
                        reason?: string | undefined;
                    } | undefined;
                    notify?: {
                        reason?: string | undefined;
                    } | undefined;
                    native?: {
                        reason?: string | undefined;
                    } | undefined;
                };
                problem: {
                    code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                    message: string;
                    retryAfterMs: number | null;
                    requestId: string | null;
                } | null;
                update: {
                    version: string;
                    needsConsent: boolean;
                    isFailed: boolean;
                } | null;
                installedAt: Date;
                updatedAt: Date;
                keptUntil: Date | null;
            };
            meta: object;
        }>;
        detail: import("@trpc/server").TRPCQueryProcedure<{
            input: {
                slug: string;
            };
            output: {
                id: string;
                slug: string;
                version: string;
                digest: string;
                name: string;
                description: string;
                authorName: string;
                icon: string;
                category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                tags: string[];
                state: "disabled" | "enabled" | "uninstalled" | "upgrading";
                runState: "crashed" | "degraded" | "idle" | "none" | "quarantined" | "running" | "starting";
                ui: {
                    mode: "frame" | "realm";
                    baseUrl: string;
                    shared: Record<string, string>;
                    preload: string[];
                } | null;
                isBundled: boolean;
                isRequired: boolean;
                signature: {
                    state: "unsigned";
                } | {
                    state: "signed";
                    publicKey: string;
                    trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                };
                components: {
                    name: string;
                    title: string;
                    icon?: string | undefined;
                    category: string;
                    size: {
                        width: number;
                        height: number;
                        minWidth: number;
                        minHeight: number;
                    };
                }[];
                pages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    sidebar?: string | undefined;
                    path?: string | undefined;
                    order: number;
                }[];
                settingsPages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    group: "instance" | "plugins" | "you";
                    needs?: string | undefined;
                    order: number;
                }[];
                background: string | null;
                granted: {
                    storage?: {
                        quotaMB: number;
                        reason?: string | undefined;
                    } | undefined;
                    http?: {
                        hosts: string[];
                        reason?: string | undefined;
                    } | undefined;
                    ai?: {
                        tokensPerDay: number;
                        reason?: string | undefined;
                    } | undefined;
                    conversations?: {
                        access: "read" | "write";
                        reason?: string | undefined;
                    } | undefined;
                    secrets?: {
                        reason?: string | undefined;
                    } | undefined;
                    events?: {
                        hears: string[];
                        shares: string[];
                        reason?: string | undefined;
                    } | undefined;
                    schedule?: {
                        reason?: string | undefined;
                    } | undefined;
                    notify?: {
                        reason?: string | undefined;
                    } | undefined;
                    native?: {
                        reason?: string | undefined;
                    } | undefined;
                };
                problem: {
                    code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                    message: string;
                    retryAfterMs: number | null;
                    requestId: string | null;
                } | null;
                update: {
                    version: string;
                    needsConsent: boolean;
                    isFailed: boolean;
                } | null;
                installedAt: Date;
                updatedAt: Date;
                keptUntil: Date | null;
                readme: string | null;
                changelog: string | null;
                license: string;
                homepage: string | null;
                authorUrl: string | null;
                source: {
                    kind: "bundled";
                } | {
                    kind: "github";
                    repository: string;
                    tag: string | null;
                } | {
                    kind: "url";
                    url: string;
                } | {
                    kind: "upload";
                    fileName: string;
                } | {
                    kind: "folder";
                    path: string;
                } | {
                    kind: "registry";
                    registryId: string;
                    version: string | null;
                };
                contributes: {
                    components: {
                        name: string;
                        title: string;
                        description: string;
                        icon?: string | undefined;
                        category: string;
                        props: Record<string, unknown>;
                        size: {
                            width: number;
                            height: number;
                            minWidth: number;
                            minHeight: number;
                        };
                        events: Record<string, Record<string, unknown>>;
                        actions: Record<string, Record<string, unknown>>;
                    }[];
                    pages: {
                        id: string;
                        title: string;
                        icon?: string | undefined;
                        component: string;
                        sidebar?: string | undefined;
                        path?: string | undefined;
                        order: number;
                    }[];
                    settingsPages: {
                        id: string;
                        title: string;
                        icon?: string | undefined;
                        component: string;
                        group: "instance" | "plugins" | "you";
                        needs?: string | undefined;
                        order: number;
                    }[];
                    background?: string | undefined;
                    chatTools: {
                        name: string;
                        title: string;
                        description: string;
                        input: Record<string, unknown>;
                        sideEffects: "none" | "writes";
                    }[];
                    providers: {
                        id: string;
                        name: string;
                        description: string;
                        icon: "cloud" | "cpu" | "server";
                        isBuiltIn: boolean;
                        settings: Record<string, unknown>;
                        presets: {
                            id: string;
                            name: string;
                            keyUrl: string | null;
                            settings: Record<string, unknown>;
                        }[];
                        destination: {
                            kind: "this-machine";
                        } | {
                            kind: "setting";
                            name: string;
                        } | {
                            kind: "host";
                            host: string;
                        };
                        hasLibrary: boolean;
                    }[];
                    jobs: {
                        name: string;
                        title: string;
                        every: string;
                    }[];
                };
                grants: {
                    permission: "ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage";
                    title: string;
                    explanation: string;
                    reason: string | null;
                    isBroad: boolean;
                    change: "narrower" | "new" | "removed" | "same" | "wider";
                    isDenied: boolean;
                    grantedAt: Date;
                    useCount: number;
                    lastUsedAt: Date | null;
                }[];
                settingsSchema: Record<string, unknown> | null;
                settings: Record<string, unknown>;
                secrets: Record<string, Date | null>;
                autoUpdate: "minor" | "off" | "patch";
                rollback: {
                    version: string;
                    until: Date;
                } | null;
                sizeBytes: number;
                usage: {
                    storageBytes: number;
                    storageQuotaBytes: number | null;
                    tokensToday: number;
                    tokensPerDay: number | null;
                    requestsToday: number;
                    callsToday: number;
                    failedCallsToday: number;
                    memoryBytes: number | null;
                    memoryLimitBytes: number | null;
                };
                lastErrors: {
                    at: Date;
                    message: string;
                    stack: string | null;
                }[];
                history: {
                    at: Date;
                    operation: string;
                    version: string | null;
                    outcome: "done" | "failed" | "undone";
                    text: string;
                }[];
            };
            meta: object;
        }>;
        enable: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                slug: string;
            };
            output: {
                id: string;
                slug: string;
                version: string;
                digest: string;
                name: string;
                description: string;
                authorName: string;
                icon: string;
                category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                tags: string[];
                state: "disabled" | "enabled" | "uninstalled" | "upgrading";
                runState: "crashed" | "degraded" | "idle" | "none" | "quarantined" | "running" | "starting";
                ui: {
                    mode: "frame" | "realm";
                    baseUrl: string;
                    shared: Record<string, string>;
                    preload: string[];
                } | null;
                isBundled: boolean;
                isRequired: boolean;
                signature: {
                    state: "unsigned";
                } | {
                    state: "signed";
                    publicKey: string;
                    trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                };
                components: {
                    name: string;
                    title: string;
                    icon?: string | undefined;
                    category: string;
                    size: {
                        width: number;
                        height: number;
                        minWidth: number;
                        minHeight: number;
                    };
                }[];
                pages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    sidebar?: string | undefined;
                    path?: string | undefined;
                    order: number;
                }[];
                settingsPages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    group: "instance" | "plugins" | "you";
                    needs?: string | undefined;
                    order: number;
                }[];
                background: string | null;
                granted: {
                    storage?: {
                        quotaMB: number;
                        reason?: string | undefined;
                    } | undefined;
                    http?: {
                        hosts: string[];
                        reason?: string | undefined;
                    } | undefined;
                    ai?: {
                        tokensPerDay: number;
                        reason?: string | undefined;
                    } | undefined;
                    conversations?: {
                        access: "read" | "write";
                        reason?: string | undefined;
                    } | undefined;
                    secrets?: {
                        reason?: string | undefined;
                    } | undefined;
                    events?: {
                        hears: string[];
                        shares: string[];
                        reason?: string | undefined;
                    } | undefined;
                    schedule?: {
                        reason?: string | undefined;
                    } | undefined;
                    notify?: {
                        reason?: string | undefined;
                    } | undefined;
                    native?: {
                        reason?: string | undefined;
                    } | undefined;
                };
                problem: {
                    code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                    message: string;
                    retryAfterMs: number | null;
                    requestId: string | null;
                } | null;
                update: {
                    version: string;
                    needsConsent: boolean;
                    isFailed: boolean;
                } | null;
                installedAt: Date;
                updatedAt: Date;
                keptUntil: Date | null;
            };
            meta: object;
        }>;
        disable: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                slug: string;
            };
            output: {
                id: string;
                slug: string;
                version: string;
                digest: string;
                name: string;
                description: string;
                authorName: string;
                icon: string;
                category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                tags: string[];
                state: "disabled" | "enabled" | "uninstalled" | "upgrading";
                runState: "crashed" | "degraded" | "idle" | "none" | "quarantined" | "running" | "starting";
                ui: {
                    mode: "frame" | "realm";
                    baseUrl: string;
                    shared: Record<string, string>;
                    preload: string[];
                } | null;
                isBundled: boolean;
                isRequired: boolean;
                signature: {
                    state: "unsigned";
                } | {
                    state: "signed";
                    publicKey: string;
                    trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                };
                components: {
                    name: string;
                    title: string;
                    icon?: string | undefined;
                    category: string;
                    size: {
                        width: number;
                        height: number;
                        minWidth: number;
                        minHeight: number;
                    };
                }[];
                pages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    sidebar?: string | undefined;
                    path?: string | undefined;
                    order: number;
                }[];
                settingsPages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    group: "instance" | "plugins" | "you";
                    needs?: string | undefined;
                    order: number;
                }[];
                background: string | null;
                granted: {
                    storage?: {
                        quotaMB: number;
                        reason?: string | undefined;
                    } | undefined;
                    http?: {
                        hosts: string[];
                        reason?: string | undefined;
                    } | undefined;
                    ai?: {
                        tokensPerDay: number;
                        reason?: string | undefined;
                    } | undefined;
                    conversations?: {
                        access: "read" | "write";
                        reason?: string | undefined;
                    } | undefined;
                    secrets?: {
                        reason?: string | undefined;
                    } | undefined;
                    events?: {
                        hears: string[];
                        shares: string[];
                        reason?: string | undefined;
                    } | undefined;
                    schedule?: {
                        reason?: string | undefined;
                    } | undefined;
                    notify?: {
                        reason?: string | undefined;
                    } | undefined;
                    native?: {
                        reason?: string | undefined;
                    } | undefined;
                };
                problem: {
                    code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                    message: string;
                    retryAfterMs: number | null;
                    requestId: string | null;
                } | null;
                update: {
                    version: string;
                    needsConsent: boolean;
                    isFailed: boolean;
                } | null;
                installedAt: Date;
                updatedAt: Date;
                keptUntil: Date | null;
            };
            meta: object;
        }>;
        rollback: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                slug: string;
            };
            output: {
                id: string;
                slug: string;
                version: string;
                digest: string;
                name: string;
                description: string;
                authorName: string;
                icon: string;
                category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                tags: string[];
                state: "disabled" | "enabled" | "uninstalled" | "upgrading";
                runState: "crashed" | "degraded" | "idle" | "none" | "quarantined" | "running" | "starting";
                ui: {
                    mode: "frame" | "realm";
                    baseUrl: string;
                    shared: Record<string, string>;
                    preload: string[];
                } | null;
                isBundled: boolean;
                isRequired: boolean;
                signature: {
                    state: "unsigned";
                } | {
                    state: "signed";
                    publicKey: string;
                    trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                };
                components: {
                    name: string;
                    title: string;
                    icon?: string | undefined;
                    category: string;
                    size: {
                        width: number;
                        height: number;
                        minWidth: number;
                        minHeight: number;
                    };
                }[];
                pages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    sidebar?: string | undefined;
                    path?: string | undefined;
                    order: number;
                }[];
                settingsPages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    group: "instance" | "plugins" | "you";
                    needs?: string | undefined;
                    order: number;
                }[];
                background: string | null;
                granted: {
                    storage?: {
                        quotaMB: number;
                        reason?: string | undefined;
                    } | undefined;
                    http?: {
                        hosts: string[];
                        reason?: string | undefined;
                    } | undefined;
                    ai?: {
                        tokensPerDay: number;
                        reason?: string | undefined;
                    } | undefined;
                    conversations?: {
                        access: "read" | "write";
                        reason?: string | undefined;
                    } | undefined;
                    secrets?: {
                        reason?: string | undefined;
                    } | undefined;
                    events?: {
                        hears: string[];
                        shares: string[];
                        reason?: string | undefined;
                    } | undefined;
                    schedule?: {
                        reason?: string | undefined;
                    } | undefined;
                    notify?: {
                        reason?: string | undefined;
                    } | undefined;
                    native?: {
                        reason?: string | undefined;
                    } | undefined;
                };
                problem: {
                    code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                    message: string;
                    retryAfterMs: number | null;
                    requestId: string | null;
                } | null;
                update: {
                    version: string;
                    needsConsent: boolean;
                    isFailed: boolean;
                } | null;
                installedAt: Date;
                updatedAt: Date;
                keptUntil: Date | null;
            };
            meta: object;
        }>;
        repair: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                slug: string;
            };
            output: {
                problems: {
                    text: string;
                    isFixed: boolean;
                    action: string | null;
                }[];
            };
            meta: object;
        }>;
        uninstall: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                slug: string;
            };
            output: void;
            meta: object;
        }>;
        restore: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                slug: string;
            };
            output: {
                id: string;
                slug: string;
                version: string;
                digest: string;
                name: string;
                description: string;
                authorName: string;
                icon: string;
                category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                tags: string[];
                state: "disabled" | "enabled" | "uninstalled" | "upgrading";
                runState: "crashed" | "degraded" | "idle" | "none" | "quarantined" | "running" | "starting";
                ui: {
                    mode: "frame" | "realm";
                    baseUrl: string;
                    shared: Record<string, string>;
                    preload: string[];
                } | null;
                isBundled: boolean;
                isRequired: boolean;
                signature: {
                    state: "unsigned";
                } | {
                    state: "signed";
                    publicKey: string;
                    trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                };
                components: {
                    name: string;
                    title: string;
                    icon?: string | undefined;
                    category: string;
                    size: {
                        width: number;
                        height: number;
                        minWidth: number;
                        minHeight: number;
                    };
                }[];
                pages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    sidebar?: string | undefined;
                    path?: string | undefined;
                    order: number;
                }[];
                settingsPages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    group: "instance" | "plugins" | "you";
                    needs?: string | undefined;
                    order: number;
                }[];
                background: string | null;
                granted: {
                    storage?: {
                        quotaMB: number;
                        reason?: string | undefined;
                    } | undefined;
                    http?: {
                        hosts: string[];
                        reason?: string | undefined;
                    } | undefined;
                    ai?: {
                        tokensPerDay: number;
                        reason?: string | undefined;
                    } | undefined;
                    conversations?: {
                        access: "read" | "write";
                        reason?: string | undefined;
                    } | undefined;
                    secrets?: {
                        reason?: string | undefined;
                    } | undefined;
                    events?: {
                        hears: string[];
                        shares: string[];
                        reason?: string | undefined;
                    } | undefined;
                    schedule?: {
                        reason?: string | undefined;
                    } | undefined;
                    notify?: {
                        reason?: string | undefined;
                    } | undefined;
                    native?: {
                        reason?: string | undefined;
                    } | undefined;
                };
                problem: {
                    code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                    message: string;
                    retryAfterMs: number | null;
                    requestId: string | null;
                } | null;
                update: {
                    version: string;
                    needsConsent: boolean;
                    isFailed: boolean;
                } | null;
                installedAt: Date;
                updatedAt: Date;
                keptUntil: Date | null;
            };
            meta: object;
        }>;
        purge: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                slug: string;
            };
            output: void;
            meta: object;
        }>;
        updateSettings: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                slug: string;
                settings: Record<string, unknown>;
            };
            output: {
                id: string;
                slug: string;
                version: string;
                digest: string;
                name: string;
                description: string;
                authorName: string;
                icon: string;
                category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                tags: string[];
                state: "disabled" | "enabled" | "uninstalled" | "upgrading";
                runState: "crashed" | "degraded" | "idle" | "none" | "quarantined" | "running" | "starting";
                ui: {
                    mode: "frame" | "realm";
                    baseUrl: string;
                    shared: Record<string, string>;
                    preload: string[];
                } | null;
                isBundled: boolean;
                isRequired: boolean;
                signature: {
                    state: "unsigned";
                } | {
                    state: "signed";
                    publicKey: string;
                    trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                };
                components: {
                    name: string;
                    title: string;
                    icon?: string | undefined;
                    category: string;
                    size: {
                        width: number;
                        height: number;
                        minWidth: number;
                        minHeight: number;
                    };
                }[];
                pages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    sidebar?: string | undefined;
                    path?: string | undefined;
                    order: number;
                }[];
                settingsPages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    group: "instance" | "plugins" | "you";
                    needs?: string | undefined;
                    order: number;
                }[];
                background: string | null;
                granted: {
                    storage?: {
                        quotaMB: number;
                        reason?: string | undefined;
                    } | undefined;
                    http?: {
                        hosts: string[];
                        reason?: string | undefined;
                    } | undefined;
                    ai?: {
                        tokensPerDay: number;
                        reason?: string | undefined;
                    } | undefined;
                    conversations?: {
                        access: "read" | "write";
                        reason?: string | undefined;
                    } | undefined;
                    secrets?: {
                        reason?: string | undefined;
                    } | undefined;
                    events?: {
                        hears: string[];
                        shares: string[];
                        reason?: string | undefined;
                    } | undefined;
                    schedule?: {
                        reason?: string | undefined;
                    } | undefined;
                    notify?: {
                        reason?: string | undefined;
                    } | undefined;
                    native?: {
                        reason?: string | undefined;
                    } | undefined;
                };
                problem: {
                    code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                    message: string;
                    retryAfterMs: number | null;
                    requestId: string | null;
                } | null;
                update: {
                    version: string;
                    needsConsent: boolean;
                    isFailed: boolean;
                } | null;
                installedAt: Date;
                updatedAt: Date;
                keptUntil: Date | null;
                readme: string | null;
                changelog: string | null;
                license: string;
                homepage: string | null;
                authorUrl: string | null;
                source: {
                    kind: "bundled";
                } | {
                    kind: "github";
                    repository: string;
                    tag: string | null;
                } | {
                    kind: "url";
                    url: string;
                } | {
                    kind: "upload";
                    fileName: string;
                } | {
                    kind: "folder";
                    path: string;
                } | {
                    kind: "registry";
                    registryId: string;
                    version: string | null;
                };
                contributes: {
                    components: {
                        name: string;
                        title: string;
                        description: string;
                        icon?: string | undefined;
                        category: string;
                        props: Record<string, unknown>;
                        size: {
                            width: number;
                            height: number;
                            minWidth: number;
                            minHeight: number;
                        };
                        events: Record<string, Record<string, unknown>>;
                        actions: Record<string, Record<string, unknown>>;
                    }[];
                    pages: {
                        id: string;
                        title: string;
                        icon?: string | undefined;
                        component: string;
                        sidebar?: string | undefined;
                        path?: string | undefined;
                        order: number;
                    }[];
                    settingsPages: {
                        id: string;
                        title: string;
                        icon?: string | undefined;
                        component: string;
                        group: "instance" | "plugins" | "you";
                        needs?: string | undefined;
                        order: number;
                    }[];
                    background?: string | undefined;
                    chatTools: {
                        name: string;
                        title: string;
                        description: string;
                        input: Record<string, unknown>;
                        sideEffects: "none" | "writes";
                    }[];
                    providers: {
                        id: string;
                        name: string;
                        description: string;
                        icon: "cloud" | "cpu" | "server";
                        isBuiltIn: boolean;
                        settings: Record<string, unknown>;
                        presets: {
                            id: string;
                            name: string;
                            keyUrl: string | null;
                            settings: Record<string, unknown>;
                        }[];
                        destination: {
                            kind: "this-machine";
                        } | {
                            kind: "setting";
                            name: string;
                        } | {
                            kind: "host";
                            host: string;
                        };
                        hasLibrary: boolean;
                    }[];
                    jobs: {
                        name: string;
                        title: string;
                        every: string;
                    }[];
                };
                grants: {
                    permission: "ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage";
                    title: string;
                    explanation: string;
                    reason: string | null;
                    isBroad: boolean;
                    change: "narrower" | "new" | "removed" | "same" | "wider";
                    isDenied: boolean;
                    grantedAt: Date;
                    useCount: number;
                    lastUsedAt: Date | null;
                }[];
                settingsSchema: Record<string, unknown> | null;
                settings: Record<string, unknown>;
                secrets: Record<string, Date | null>;
                autoUpdate: "minor" | "off" | "patch";
                rollback: {
                    version: string;
                    until: Date;
                } | null;
                sizeBytes: number;
                usage: {
                    storageBytes: number;
                    storageQuotaBytes: number | null;
                    tokensToday: number;
                    tokensPerDay: number | null;
                    requestsToday: number;
                    callsToday: number;
                    failedCallsToday: number;
                    memoryBytes: number | null;
                    memoryLimitBytes: number | null;
                };
                lastErrors: {
                    at: Date;
                    message: string;
                    stack: string | null;
                }[];
                history: {
                    at: Date;
                    operation: string;
                    version: string | null;
                    outcome: "done" | "failed" | "undone";
                    text: string;
                }[];
            };
            meta: object;
        }>;
        setAutoUpdate: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                slug: string;
                autoUpdate: "minor" | "off" | "patch";
            };
            output: void;
            meta: object;
        }>;
        revokeGrant: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                slug: string;
                permission: "ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage";
            };
            output: {
                id: string;
                slug: string;
                version: string;
                digest: string;
                name: string;
                description: string;
                authorName: string;
                icon: string;
                category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                tags: string[];
                state: "disabled" | "enabled" | "uninstalled" | "upgrading";
                runState: "crashed" | "degraded" | "idle" | "none" | "quarantined" | "running" | "starting";
                ui: {
                    mode: "frame" | "realm";
                    baseUrl: string;
                    shared: Record<string, string>;
                    preload: string[];
                } | null;
                isBundled: boolean;
                isRequired: boolean;
                signature: {
                    state: "unsigned";
                } | {
                    state: "signed";
                    publicKey: string;
                    trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                };
                components: {
                    name: string;
                    title: string;
                    icon?: string | undefined;
                    category: string;
                    size: {
                        width: number;
                        height: number;
                        minWidth: number;
                        minHeight: number;
                    };
                }[];
                pages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    sidebar?: string | undefined;
                    path?: string | undefined;
                    order: number;
                }[];
                settingsPages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    group: "instance" | "plugins" | "you";
                    needs?: string | undefined;
                    order: number;
                }[];
                background: string | null;
                granted: {
                    storage?: {
                        quotaMB: number;
                        reason?: string | undefined;
                    } | undefined;
                    http?: {
                        hosts: string[];
                        reason?: string | undefined;
                    } | undefined;
                    ai?: {
                        tokensPerDay: number;
                        reason?: string | undefined;
                    } | undefined;
                    conversations?: {
                        access: "read" | "write";
                        reason?: string | undefined;
                    } | undefined;
                    secrets?: {
                        reason?: string | undefined;
                    } | undefined;
                    events?: {
                        hears: string[];
                        shares: string[];
                        reason?: string | undefined;
                    } | undefined;
                    schedule?: {
                        reason?: string | undefined;
                    } | undefined;
                    notify?: {
                        reason?: string | undefined;
                    } | undefined;
                    native?: {
                        reason?: string | undefined;
                    } | undefined;
                };
                problem: {
                    code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                    message: string;
                    retryAfterMs: number | null;
                    requestId: string | null;
                } | null;
                update: {
                    version: string;
                    needsConsent: boolean;
                    isFailed: boolean;
                } | null;
                installedAt: Date;
                updatedAt: Date;
                keptUntil: Date | null;
                readme: string | null;
                changelog: string | null;
                license: string;
                homepage: string | null;
                authorUrl: string | null;
                source: {
                    kind: "bundled";
                } | {
                    kind: "github";
                    repository: string;
                    tag: string | null;
                } | {
                    kind: "url";
                    url: string;
                } | {
                    kind: "upload";
                    fileName: string;
                } | {
                    kind: "folder";
                    path: string;
                } | {
                    kind: "registry";
                    registryId: string;
                    version: string | null;
                };
                contributes: {
                    components: {
                        name: string;
                        title: string;
                        description: string;
                        icon?: string | undefined;
                        category: string;
                        props: Record<string, unknown>;
                        size: {
                            width: number;
                            height: number;
                            minWidth: number;
                            minHeight: number;
                        };
                        events: Record<string, Record<string, unknown>>;
                        actions: Record<string, Record<string, unknown>>;
                    }[];
                    pages: {
                        id: string;
                        title: string;
                        icon?: string | undefined;
                        component: string;
                        sidebar?: string | undefined;
                        path?: string | undefined;
                        order: number;
                    }[];
                    settingsPages: {
                        id: string;
                        title: string;
                        icon?: string | undefined;
                        component: string;
                        group: "instance" | "plugins" | "you";
                        needs?: string | undefined;
                        order: number;
                    }[];
                    background?: string | undefined;
                    chatTools: {
                        name: string;
                        title: string;
                        description: string;
                        input: Record<string, unknown>;
                        sideEffects: "none" | "writes";
                    }[];
                    providers: {
                        id: string;
                        name: string;
                        description: string;
                        icon: "cloud" | "cpu" | "server";
                        isBuiltIn: boolean;
                        settings: Record<string, unknown>;
                        presets: {
                            id: string;
                            name: string;
                            keyUrl: string | null;
                            settings: Record<string, unknown>;
                        }[];
                        destination: {
                            kind: "this-machine";
                        } | {
                            kind: "setting";
                            name: string;
                        } | {
                            kind: "host";
                            host: string;
                        };
                        hasLibrary: boolean;
                    }[];
                    jobs: {
                        name: string;
                        title: string;
                        every: string;
                    }[];
                };
                grants: {
                    permission: "ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage";
                    title: string;
                    explanation: string;
                    reason: string | null;
                    isBroad: boolean;
                    change: "narrower" | "new" | "removed" | "same" | "wider";
                    isDenied: boolean;
                    grantedAt: Date;
                    useCount: number;
                    lastUsedAt: Date | null;
                }[];
                settingsSchema: Record<string, unknown> | null;
                settings: Record<string, unknown>;
                secrets: Record<string, Date | null>;
                autoUpdate: "minor" | "off" | "patch";
                rollback: {
                    version: string;
                    until: Date;
                } | null;
                sizeBytes: number;
                usage: {
                    storageBytes: number;
                    storageQuotaBytes: number | null;
                    tokensToday: number;
                    tokensPerDay: number | null;
                    requestsToday: number;
                    callsToday: number;
                    failedCallsToday: number;
                    memoryBytes: number | null;
                    memoryLimitBytes: number | null;
                };
                lastErrors: {
                    at: Date;
                    message: string;
                    stack: string | null;
                }[];
                history: {
                    at: Date;
                    operation: string;
                    version: string | null;
                    outcome: "done" | "failed" | "undone";
                    text: string;
                }[];
            };
            meta: object;
        }>;
        log: import("@trpc/server").TRPCQueryProcedure<{
            input: {
                slug: string;
                limit?: number | undefined;
            };
            output: {
                at: Date;
                level: "debug" | "error" | "info" | "warn";
                event: string;
                text: string;
            }[];
            meta: object;
        }>;
        reportUiError: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                slug: string;
                version: string;
                component: string;
                message: string;
                stack: string | null;
            };
            output: void;
            meta: object;
        }>;
        readState: import("@trpc/server").TRPCQueryProcedure<{
            input: {
                slug: string;
                key: string;
            };
            output: unknown;
            meta: object;
        }>;
        writeState: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                slug: string;
                key: string;
                value: unknown;
            };
            output: void;
            meta: object;
        }>;
        available: import("@trpc/server").TRPCQueryProcedure<{
            input: {
                query?: string | undefined;
                category?: string | undefined;
                tag?: string | undefined;
            };
            output: {
                registryId: string;
                registryName: string;
                slug: string;
                name: string;
                description: string;
                authorName: string;
                icon: string;
                category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                tags: string[];
                version: string;
                isSigned: boolean;
                runsOffline: boolean;
                sizeBytes: number;
                publishedAt: Date | null;
                contributes: string;
                permissions: ("ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage")[];
                installedVersion: string | null;
                refusal: string | null;
            }[];
            meta: object;
        }>;
        checkUpdates: import("@trpc/server").TRPCMutationProcedure<{
            input: void;
            output: {
                id: string;
                slug: string;
                version: string;
                digest: string;
                name: string;
                description: string;
                authorName: string;
                icon: string;
                category: "appearance" | "automation" | "blocks" | "chat" | "documents" | "models" | "other";
                tags: string[];
                state: "disabled" | "enabled" | "uninstalled" | "upgrading";
                runState: "crashed" | "degraded" | "idle" | "none" | "quarantined" | "running" | "starting";
                ui: {
                    mode: "frame" | "realm";
                    baseUrl: string;
                    shared: Record<string, string>;
                    preload: string[];
                } | null;
                isBundled: boolean;
                isRequired: boolean;
                signature: {
                    state: "unsigned";
                } | {
                    state: "signed";
                    publicKey: string;
                    trust: "bundled" | "first-seen" | "key-changed" | "same-key";
                };
                components: {
                    name: string;
                    title: string;
                    icon?: string | undefined;
                    category: string;
                    size: {
                        width: number;
                        height: number;
                        minWidth: number;
                        minHeight: number;
                    };
                }[];
                pages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    sidebar?: string | undefined;
                    path?: string | undefined;
                    order: number;
                }[];
                settingsPages: {
                    id: string;
                    title: string;
                    icon?: string | undefined;
                    component: string;
                    group: "instance" | "plugins" | "you";
                    needs?: string | undefined;
                    order: number;
                }[];
                background: string | null;
                granted: {
                    storage?: {
                        quotaMB: number;
                        reason?: string | undefined;
                    } | undefined;
                    http?: {
                        hosts: string[];
                        reason?: string | undefined;
                    } | undefined;
                    ai?: {
                        tokensPerDay: number;
                        reason?: string | undefined;
                    } | undefined;
                    conversations?: {
                        access: "read" | "write";
                        reason?: string | undefined;
                    } | undefined;
                    secrets?: {
                        reason?: string | undefined;
                    } | undefined;
                    events?: {
                        hears: string[];
                        shares: string[];
                        reason?: string | undefined;
                    } | undefined;
                    schedule?: {
                        reason?: string | undefined;
                    } | undefined;
                    notify?: {
                        reason?: string | undefined;
                    } | undefined;
                    native?: {
                        reason?: string | undefined;
                    } | undefined;
                };
                problem: {
                    code: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
                    message: string;
                    retryAfterMs: number | null;
                    requestId: string | null;
                } | null;
                update: {
                    version: string;
                    needsConsent: boolean;
                    isFailed: boolean;
                } | null;
                installedAt: Date;
                updatedAt: Date;
                keptUntil: Date | null;
            }[];
            meta: object;
        }>;
        registries: import("@trpc/server").TRPCQueryProcedure<{
            input: void;
            output: {
                id: string;
                name: string;
                url: string | null;
                state: "failed" | "old" | "ready";
                fetchedAt: Date | null;
                error: string | null;
                pluginCount: number;
            }[];
            meta: object;
        }>;
        refresh: import("@trpc/server").TRPCMutationProcedure<{
            input: void;
            output: {
                id: string;
                name: string;
                url: string | null;
                state: "failed" | "old" | "ready";
                fetchedAt: Date | null;
                error: string | null;
                pluginCount: number;
            }[];
            meta: object;
        }>;
        addRegistry: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                url: string;
            };
            output: {
                id: string;
                name: string;
                url: string | null;
                state: "failed" | "old" | "ready";
                fetchedAt: Date | null;
                error: string | null;
                pluginCount: number;
            };
            meta: object;
        }>;
        removeRegistry: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                registryId: string;
            };
            output: void;
            meta: object;
        }>;
        listPolicies: import("@trpc/server").TRPCQueryProcedure<{
            input: void;
            output: {
                slug: string;
                rule: "allowed" | "default" | "denied" | "required";
                deniedPermissions: ("ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage")[];
                isNativeTrusted: boolean;
            }[];
            meta: object;
        }>;
        setPolicy: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                rule: "allowed" | "default" | "denied" | "required";
                deniedPermissions: ("ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage")[];
                isNativeTrusted: boolean;
                slug: string;
            };
            output: {
                slug: string;
                rule: "allowed" | "default" | "denied" | "required";
                deniedPermissions: ("ai" | "conversations" | "events" | "http" | "native" | "notify" | "schedule" | "secrets" | "storage")[];
                isNativeTrusted: boolean;
            };
            meta: object;
        }>;
        removePolicy: import("@trpc/server").TRPCMutationProcedure<{
            input: {
                slug: string;
            };
            output: void;
            meta: object;
        }>;
    }>>;
}>>;

interface ErrorShape {
        code: import("@trpc/server").TRPC_ERROR_CODE_NUMBER;
        message: string;
        data: {
            code: "BAD_GATEWAY" | "BAD_REQUEST" | "CLIENT_CLOSED_REQUEST" | "CONFLICT" | "FORBIDDEN" | "GATEWAY_TIMEOUT" | "INTERNAL_SERVER_ERROR" | "METHOD_NOT_SUPPORTED" | "NOT_FOUND" | "NOT_IMPLEMENTED" | "PARSE_ERROR" | "PAYLOAD_TOO_LARGE" | "PAYMENT_REQUIRED" | "PRECONDITION_FAILED" | "PRECONDITION_REQUIRED" | "SERVICE_UNAVAILABLE" | "TIMEOUT" | "TOO_MANY_REQUESTS" | "UNAUTHORIZED" | "UNPROCESSABLE_CONTENT" | "UNSUPPORTED_MEDIA_TYPE";
            httpStatus: number;
            path?: string;
            domainCode: "ACCOUNT_LOCKED" | "ACCOUNT_NOT_READY" | "ADDRESS_REFUSED" | "CONFLICT" | "CONNECTION_DISABLED" | "CONNECTION_FAILED" | "CONVERSATION_BUSY" | "EMAIL_TAKEN" | "INTERNAL" | "INVALID_CREDENTIALS" | "INVITATION_INVALID" | "LAST_OWNER" | "MESSAGE_TOO_LONG" | "MODEL_NOT_FOUND" | "NOTHING_TO_CONTINUE" | "NOT_AUTHENTICATED" | "NOT_FOUND" | "NOT_PERMITTED" | "NO_MODEL" | "ORIGIN_REFUSED" | "PLUGIN_ARCHIVE_REFUSED" | "PLUGIN_BUSY" | "PLUGIN_DIGEST_MISMATCH" | "PLUGIN_DISABLED" | "PLUGIN_FAILED" | "PLUGIN_INCOMPATIBLE" | "PLUGIN_NOT_RUNNING" | "PLUGIN_QUARANTINED" | "PLUGIN_SIGNATURE_INVALID" | "PLUGIN_SOURCE_FAILED" | "PLUGIN_START_FAILED" | "PLUGIN_TIMEOUT" | "PROMPT_TOO_LONG" | "RATE_LIMITED" | "REGISTRATION_CLOSED" | "RUN_NOT_FOUND" | "RUN_TOO_LONG" | "TOKEN_INVALID" | "TOKEN_REUSED" | "TOO_MANY_RUNS" | "VALIDATION_FAILED" | "provider/bad-request" | "provider/disk-full" | "provider/insufficient-memory" | "provider/invalid-response" | "provider/model-file-invalid" | "provider/model-not-found" | "provider/prompt-too-long" | "provider/quota-exceeded" | "provider/rate-limited" | "provider/server-error" | "provider/stream-cut" | "provider/timeout" | "provider/unauthorized" | "provider/unreachable";
            retryAfterMs: number | null;
            requestId: string | null;
            fieldErrors: Record<string, string[]> | null;
            plugin: {
                code: string;
                details: Record<string, string | number | boolean | null>;
                issues: unknown[] | null;
            } | null;
        };
    }

/** Every procedure of BrainDrive. */
export type CoreRouter = typeof appRouter;
/** Inputs by path: `CoreInputs['chat']['send']`. */
export type CoreInputs = inferRouterInputs<CoreRouter>;
/** Outputs by path: `CoreOutputs['chat']['send']`. */
export type CoreOutputs = inferRouterOutputs<CoreRouter>;
