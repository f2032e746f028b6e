// Written by scripts/generate-database-types.ts from the migrations; do not edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  public: {
    Tables: {
      backtests: {
        Row: {
          created_at: string
          data_hash: string
          dataset_id: number
          decisions: Json
          differences: Json
          duration_ms: number
          families: string[]
          from_month: string
          git_sha: string | null
          id: number
          label_delay_months: number
          months: Json
          row_count: number
          to_month: string
        }
        Insert: {
          created_at?: string
          data_hash: string
          dataset_id: number
          decisions: Json
          differences: Json
          duration_ms: number
          families: string[]
          from_month: string
          git_sha?: string | null
          id?: never
          label_delay_months: number
          months: Json
          row_count: number
          to_month: string
        }
        Update: {
          created_at?: string
          data_hash?: string
          dataset_id?: number
          decisions?: Json
          differences?: Json
          duration_ms?: number
          families?: string[]
          from_month?: string
          git_sha?: string | null
          id?: never
          label_delay_months?: number
          months?: Json
          row_count?: number
          to_month?: string
        }
        Relationships: [
          { foreignKeyName: 'backtests_dataset_id_fkey'; columns: ['dataset_id']; isOneToOne: false; referencedRelation: 'datasets'; referencedColumns: ['id'] },
        ]
      }
      candidates: {
        Row: {
          backend: string | null
          created_at: string
          duration_ms: number
          family: string
          hyperparameters: Json
          id: number
          is_selected: boolean
          learning_curve: Json
          metrics: Json
          run_id: number
        }
        Insert: {
          backend?: string | null
          created_at?: string
          duration_ms: number
          family: string
          hyperparameters: Json
          id?: never
          is_selected?: boolean
          learning_curve: Json
          metrics: Json
          run_id: number
        }
        Update: {
          backend?: string | null
          created_at?: string
          duration_ms?: number
          family?: string
          hyperparameters?: Json
          id?: never
          is_selected?: boolean
          learning_curve?: Json
          metrics?: Json
          run_id?: number
        }
        Relationships: [
          { foreignKeyName: 'candidates_run_id_fkey'; columns: ['run_id']; isOneToOne: false; referencedRelation: 'training_runs'; referencedColumns: ['id'] },
        ]
      }
      card_states: {
        Row: {
          card_hash: string
          dataset_id: number
          state: number[]
          updated_at: string
        }
        Insert: {
          card_hash: string
          dataset_id: number
          state: number[]
          updated_at?: string
        }
        Update: {
          card_hash?: string
          dataset_id?: number
          state?: number[]
          updated_at?: string
        }
        Relationships: [
          { foreignKeyName: 'card_states_dataset_id_fkey'; columns: ['dataset_id']; isOneToOne: false; referencedRelation: 'datasets'; referencedColumns: ['id'] },
        ]
      }
      datasets: {
        Row: {
          card_revision: number
          created_at: string
          currency: string
          feature_names: string[]
          id: number
          profile: string
          settings: Json
          slug: string
          title: string
        }
        Insert: {
          card_revision?: number
          created_at?: string
          currency: string
          feature_names?: string[]
          id?: never
          profile: string
          settings?: Json
          slug: string
          title: string
        }
        Update: {
          card_revision?: number
          created_at?: string
          currency?: string
          feature_names?: string[]
          id?: never
          profile?: string
          settings?: Json
          slug?: string
          title?: string
        }
        Relationships: []
      }
      drift_baselines: {
        Row: {
          counts: number[]
          edges: number[]
          model_version_id: number
          position: number
        }
        Insert: {
          counts: number[]
          edges: number[]
          model_version_id: number
          position: number
        }
        Update: {
          counts?: number[]
          edges?: number[]
          model_version_id?: number
          position?: number
        }
        Relationships: [
          { foreignKeyName: 'drift_baselines_model_version_id_fkey'; columns: ['model_version_id']; isOneToOne: false; referencedRelation: 'model_versions'; referencedColumns: ['id'] },
        ]
      }
      events: {
        Row: {
          actor: string | null
          created_at: string
          dataset_id: number | null
          id: number
          kind: string
          payload: Json
        }
        Insert: {
          actor?: string | null
          created_at?: string
          dataset_id?: number | null
          id?: never
          kind: string
          payload?: Json
        }
        Update: {
          actor?: string | null
          created_at?: string
          dataset_id?: number | null
          id?: never
          kind?: string
          payload?: Json
        }
        Relationships: [
          { foreignKeyName: 'events_dataset_id_fkey'; columns: ['dataset_id']; isOneToOne: false; referencedRelation: 'datasets'; referencedColumns: ['id'] },
        ]
      }
      feature_histograms: {
        Row: {
          counts: number[]
          dataset_id: number
          model_version_id: number
          month: string
          position: number
          source_count: number
        }
        Insert: {
          counts: number[]
          dataset_id: number
          model_version_id: number
          month: string
          position: number
          source_count: number
        }
        Update: {
          counts?: number[]
          dataset_id?: number
          model_version_id?: number
          month?: string
          position?: number
          source_count?: number
        }
        Relationships: [
          { foreignKeyName: 'feature_histograms_dataset_id_fkey'; columns: ['dataset_id']; isOneToOne: false; referencedRelation: 'datasets'; referencedColumns: ['id'] },
          { foreignKeyName: 'feature_histograms_model_version_id_fkey'; columns: ['model_version_id']; isOneToOne: false; referencedRelation: 'model_versions'; referencedColumns: ['id'] },
        ]
      }
      function_calls: {
        Row: {
          call_count: number
          failed_count: number
          function_name: string
          hour: string
          refused_count: number
          slowest_ms: number
          total_ms: number
        }
        Insert: {
          call_count: number
          failed_count: number
          function_name: string
          hour: string
          refused_count: number
          slowest_ms: number
          total_ms: number
        }
        Update: {
          call_count?: number
          failed_count?: number
          function_name?: string
          hour?: string
          refused_count?: number
          slowest_ms?: number
          total_ms?: number
        }
        Relationships: []
      }
      label_conflicts: {
        Row: {
          created_at: string
          file_label: boolean
          line: number
          occurred_at: string
          stored_label: boolean
          stored_source: Database['public']['Enums']['label_source']
          transaction_id: number
          upload_id: string
        }
        Insert: {
          created_at?: string
          file_label: boolean
          line: number
          occurred_at: string
          stored_label: boolean
          stored_source: Database['public']['Enums']['label_source']
          transaction_id: number
          upload_id: string
        }
        Update: {
          created_at?: string
          file_label?: boolean
          line?: number
          occurred_at?: string
          stored_label?: boolean
          stored_source?: Database['public']['Enums']['label_source']
          transaction_id?: number
          upload_id?: string
        }
        Relationships: [
          { foreignKeyName: 'label_conflicts_upload_id_fkey'; columns: ['upload_id']; isOneToOne: false; referencedRelation: 'uploads'; referencedColumns: ['id'] },
        ]
      }
      model_aliases: {
        Row: {
          alias: string
          dataset_id: number
          model_version_id: number
          reason: string
          scored_at: string | null
          set_at: string
          set_by: string | null
        }
        Insert: {
          alias: string
          dataset_id: number
          model_version_id: number
          reason: string
          scored_at?: string | null
          set_at?: string
          set_by?: string | null
        }
        Update: {
          alias?: string
          dataset_id?: number
          model_version_id?: number
          reason?: string
          scored_at?: string | null
          set_at?: string
          set_by?: string | null
        }
        Relationships: [
          { foreignKeyName: 'model_aliases_dataset_id_fkey'; columns: ['dataset_id']; isOneToOne: false; referencedRelation: 'datasets'; referencedColumns: ['id'] },
          { foreignKeyName: 'model_aliases_dataset_id_model_version_id_fkey'; columns: ['dataset_id', 'model_version_id']; isOneToOne: false; referencedRelation: 'model_versions'; referencedColumns: ['dataset_id', 'id'] },
        ]
      }
      model_versions: {
        Row: {
          artifact_bytes: number
          artifact_path: string
          artifact_removed_at: string | null
          artifact_sha256: string
          card_path: string | null
          created_at: string
          curves: Json
          dataset_id: number
          family: string
          feature_importance: Json
          hyperparameters: Json
          id: number
          metrics: Json
          promoted_at: string | null
          retired_at: string | null
          run_id: number
          threshold: number
          trained_until: string
          version: number
        }
        Insert: {
          artifact_bytes: number
          artifact_path: string
          artifact_removed_at?: string | null
          artifact_sha256: string
          card_path?: string | null
          created_at?: string
          curves: Json
          dataset_id: number
          family: string
          feature_importance: Json
          hyperparameters: Json
          id?: never
          metrics: Json
          promoted_at?: string | null
          retired_at?: string | null
          run_id: number
          threshold: number
          trained_until: string
          version: number
        }
        Update: {
          artifact_bytes?: number
          artifact_path?: string
          artifact_removed_at?: string | null
          artifact_sha256?: string
          card_path?: string | null
          created_at?: string
          curves?: Json
          dataset_id?: number
          family?: string
          feature_importance?: Json
          hyperparameters?: Json
          id?: never
          metrics?: Json
          promoted_at?: string | null
          retired_at?: string | null
          run_id?: number
          threshold?: number
          trained_until?: string
          version?: number
        }
        Relationships: [
          { foreignKeyName: 'model_versions_dataset_id_fkey'; columns: ['dataset_id']; isOneToOne: false; referencedRelation: 'datasets'; referencedColumns: ['id'] },
          { foreignKeyName: 'model_versions_run_id_fkey'; columns: ['run_id']; isOneToOne: false; referencedRelation: 'training_runs'; referencedColumns: ['id'] },
        ]
      }
      monthly_comparisons: {
        Row: {
          agreed_count: number
          average_precision: number | null
          both_flagged_count: number
          caught_count: number
          challenger_id: number
          counted_at: string
          dataset_id: number
          flagged_count: number
          flagged_labelled_count: number
          fraud_count: number
          labelled_count: number
          month: string
          row_count: number
          side: string
          versions: number[]
        }
        Insert: {
          agreed_count: number
          average_precision?: number | null
          both_flagged_count: number
          caught_count: number
          challenger_id: number
          counted_at: string
          dataset_id: number
          flagged_count: number
          flagged_labelled_count: number
          fraud_count: number
          labelled_count: number
          month: string
          row_count: number
          side: string
          versions: number[]
        }
        Update: {
          agreed_count?: number
          average_precision?: number | null
          both_flagged_count?: number
          caught_count?: number
          challenger_id?: number
          counted_at?: string
          dataset_id?: number
          flagged_count?: number
          flagged_labelled_count?: number
          fraud_count?: number
          labelled_count?: number
          month?: string
          row_count?: number
          side?: string
          versions?: number[]
        }
        Relationships: [
          { foreignKeyName: 'monthly_comparisons_challenger_id_fkey'; columns: ['challenger_id']; isOneToOne: false; referencedRelation: 'model_versions'; referencedColumns: ['id'] },
          { foreignKeyName: 'monthly_comparisons_dataset_id_fkey'; columns: ['dataset_id']; isOneToOne: false; referencedRelation: 'datasets'; referencedColumns: ['id'] },
        ]
      }
      monthly_predictions: {
        Row: {
          caught_amount: number
          dataset_id: number
          false_negative_count: number
          false_positive_count: number
          flagged_amount: number
          flagged_count: number
          fraud_amount_histogram: number[]
          fraud_score_histogram: number[]
          legitimate_score_histogram: number[]
          missed_amount: number
          model_version_id: number
          month: string
          scored_count: number
          true_negative_count: number
          true_positive_count: number
          unlabelled_score_histogram: number[]
          updated_at: string
        }
        Insert: {
          caught_amount: number
          dataset_id: number
          false_negative_count: number
          false_positive_count: number
          flagged_amount: number
          flagged_count: number
          fraud_amount_histogram: number[]
          fraud_score_histogram: number[]
          legitimate_score_histogram: number[]
          missed_amount: number
          model_version_id: number
          month: string
          scored_count: number
          true_negative_count: number
          true_positive_count: number
          unlabelled_score_histogram: number[]
          updated_at?: string
        }
        Update: {
          caught_amount?: number
          dataset_id?: number
          false_negative_count?: number
          false_positive_count?: number
          flagged_amount?: number
          flagged_count?: number
          fraud_amount_histogram?: number[]
          fraud_score_histogram?: number[]
          legitimate_score_histogram?: number[]
          missed_amount?: number
          model_version_id?: number
          month?: string
          scored_count?: number
          true_negative_count?: number
          true_positive_count?: number
          unlabelled_score_histogram?: number[]
          updated_at?: string
        }
        Relationships: [
          { foreignKeyName: 'monthly_predictions_dataset_id_fkey'; columns: ['dataset_id']; isOneToOne: false; referencedRelation: 'datasets'; referencedColumns: ['id'] },
          { foreignKeyName: 'monthly_predictions_model_version_id_fkey'; columns: ['model_version_id']; isOneToOne: false; referencedRelation: 'model_versions'; referencedColumns: ['id'] },
        ]
      }
      monthly_transactions: {
        Row: {
          amount: number
          dataset_id: number
          fraud_amount: number
          fraud_count: number
          labelled_count: number
          month: string
          transaction_count: number
          updated_at: string
        }
        Insert: {
          amount: number
          dataset_id: number
          fraud_amount: number
          fraud_count: number
          labelled_count: number
          month: string
          transaction_count: number
          updated_at?: string
        }
        Update: {
          amount?: number
          dataset_id?: number
          fraud_amount?: number
          fraud_count?: number
          labelled_count?: number
          month?: string
          transaction_count?: number
          updated_at?: string
        }
        Relationships: [
          { foreignKeyName: 'monthly_transactions_dataset_id_fkey'; columns: ['dataset_id']; isOneToOne: false; referencedRelation: 'datasets'; referencedColumns: ['id'] },
        ]
      }
      predictions: {
        Row: {
          dataset_id: number
          fraud_score: number
          is_flagged: boolean
          is_served: boolean
          model_version_id: number
          occurred_at: string
          reasons: Json | null
          scored_at: string
          threshold: number
          transaction_id: number
        }
        Insert: {
          dataset_id: number
          fraud_score: number
          is_flagged: boolean
          is_served?: boolean
          model_version_id: number
          occurred_at: string
          reasons?: Json | null
          scored_at?: string
          threshold: number
          transaction_id: number
        }
        Update: {
          dataset_id?: number
          fraud_score?: number
          is_flagged?: boolean
          is_served?: boolean
          model_version_id?: number
          occurred_at?: string
          reasons?: Json | null
          scored_at?: string
          threshold?: number
          transaction_id?: number
        }
        Relationships: []
      }
      rejected_rows: {
        Row: {
          code: string
          column_name: string
          line: number
          message: string
          part_number: number
          upload_id: string
          value: string
        }
        Insert: {
          code: string
          column_name: string
          line: number
          message: string
          part_number: number
          upload_id: string
          value: string
        }
        Update: {
          code?: string
          column_name?: string
          line?: number
          message?: string
          part_number?: number
          upload_id?: string
          value?: string
        }
        Relationships: [
          { foreignKeyName: 'rejected_rows_upload_id_fkey'; columns: ['upload_id']; isOneToOne: false; referencedRelation: 'uploads'; referencedColumns: ['id'] },
        ]
      }
      review_claims: {
        Row: {
          claimed_at: string
          claimed_by: string
          dataset_id: number
          expires_at: string
          occurred_at: string
          transaction_id: number
        }
        Insert: {
          claimed_at?: string
          claimed_by: string
          dataset_id: number
          expires_at: string
          occurred_at: string
          transaction_id: number
        }
        Update: {
          claimed_at?: string
          claimed_by?: string
          dataset_id?: number
          expires_at?: string
          occurred_at?: string
          transaction_id?: number
        }
        Relationships: [
          { foreignKeyName: 'review_claims_dataset_id_fkey'; columns: ['dataset_id']; isOneToOne: false; referencedRelation: 'datasets'; referencedColumns: ['id'] },
        ]
      }
      reviews: {
        Row: {
          created_at: string
          dataset_id: number
          id: number
          note: string | null
          occurred_at: string
          outcome: Database['public']['Enums']['review_outcome']
          reviewed_by: string
          transaction_id: number
          undoes: number | null
          was_fraud: boolean | null
          was_source: Database['public']['Enums']['label_source'] | null
        }
        Insert: {
          created_at?: string
          dataset_id: number
          id?: never
          note?: string | null
          occurred_at: string
          outcome: Database['public']['Enums']['review_outcome']
          reviewed_by?: string
          transaction_id: number
          undoes?: number | null
          was_fraud?: boolean | null
          was_source?: Database['public']['Enums']['label_source'] | null
        }
        Update: {
          created_at?: string
          dataset_id?: number
          id?: never
          note?: string | null
          occurred_at?: string
          outcome?: Database['public']['Enums']['review_outcome']
          reviewed_by?: string
          transaction_id?: number
          undoes?: number | null
          was_fraud?: boolean | null
          was_source?: Database['public']['Enums']['label_source'] | null
        }
        Relationships: [
          { foreignKeyName: 'reviews_dataset_id_fkey'; columns: ['dataset_id']; isOneToOne: false; referencedRelation: 'datasets'; referencedColumns: ['id'] },
          { foreignKeyName: 'reviews_undoes_fkey'; columns: ['undoes']; isOneToOne: true; referencedRelation: 'reviews'; referencedColumns: ['id'] },
        ]
      }
      service_status: {
        Row: {
          id: number
          message: string
          progress: number | null
          status: string
          updated_at: string
        }
        Insert: {
          id?: number
          message?: string
          progress?: number | null
          status?: string
          updated_at?: string
        }
        Update: {
          id?: number
          message?: string
          progress?: number | null
          status?: string
          updated_at?: string
        }
        Relationships: []
      }
      training_runs: {
        Row: {
          attempt: number
          backend: string | null
          created_at: string
          data_from: string | null
          data_hash: string | null
          data_to: string | null
          dataset_id: number
          decision: Json | null
          dispatched_at: string | null
          error: string | null
          finished_at: string | null
          fraud_count: number | null
          git_sha: string | null
          heartbeat_at: string | null
          id: number
          labelled_count: number | null
          reason: string | null
          requested_by: string | null
          row_count: number | null
          split: Json | null
          started_at: string | null
          state: Database['public']['Enums']['run_state']
          trigger: string
          worker: string | null
        }
        Insert: {
          attempt?: number
          backend?: string | null
          created_at?: string
          data_from?: string | null
          data_hash?: string | null
          data_to?: string | null
          dataset_id: number
          decision?: Json | null
          dispatched_at?: string | null
          error?: string | null
          finished_at?: string | null
          fraud_count?: number | null
          git_sha?: string | null
          heartbeat_at?: string | null
          id?: never
          labelled_count?: number | null
          reason?: string | null
          requested_by?: string | null
          row_count?: number | null
          split?: Json | null
          started_at?: string | null
          state?: Database['public']['Enums']['run_state']
          trigger: string
          worker?: string | null
        }
        Update: {
          attempt?: number
          backend?: string | null
          created_at?: string
          data_from?: string | null
          data_hash?: string | null
          data_to?: string | null
          dataset_id?: number
          decision?: Json | null
          dispatched_at?: string | null
          error?: string | null
          finished_at?: string | null
          fraud_count?: number | null
          git_sha?: string | null
          heartbeat_at?: string | null
          id?: never
          labelled_count?: number | null
          reason?: string | null
          requested_by?: string | null
          row_count?: number | null
          split?: Json | null
          started_at?: string | null
          state?: Database['public']['Enums']['run_state']
          trigger?: string
          worker?: string | null
        }
        Relationships: [
          { foreignKeyName: 'training_runs_dataset_id_fkey'; columns: ['dataset_id']; isOneToOne: false; referencedRelation: 'datasets'; referencedColumns: ['id'] },
        ]
      }
      transactions: {
        Row: {
          amount: number
          card_hash: string | null
          card_last4: string | null
          category: string | null
          created_at: string
          dataset_id: number
          features: number[]
          fingerprint: string
          id: number
          is_fraud: boolean | null
          label_source: Database['public']['Enums']['label_source'] | null
          labelled_at: string | null
          labelled_by: string | null
          merchant: string | null
          occurred_at: string
          occurrence: number
          place: string | null
          upload_id: string | null
        }
        Insert: {
          amount: number
          card_hash?: string | null
          card_last4?: string | null
          category?: string | null
          created_at?: string
          dataset_id: number
          features: number[]
          fingerprint: string
          id?: never
          is_fraud?: boolean | null
          label_source?: Database['public']['Enums']['label_source'] | null
          labelled_at?: string | null
          labelled_by?: string | null
          merchant?: string | null
          occurred_at: string
          occurrence?: number
          place?: string | null
          upload_id?: string | null
        }
        Update: {
          amount?: number
          card_hash?: string | null
          card_last4?: string | null
          category?: string | null
          created_at?: string
          dataset_id?: number
          features?: number[]
          fingerprint?: string
          id?: never
          is_fraud?: boolean | null
          label_source?: Database['public']['Enums']['label_source'] | null
          labelled_at?: string | null
          labelled_by?: string | null
          merchant?: string | null
          occurred_at?: string
          occurrence?: number
          place?: string | null
          upload_id?: string | null
        }
        Relationships: []
      }
      upload_evaluations: {
        Row: {
          average_precision: number | null
          curve: Json
          evaluated_at: string
          false_negative_count: number | null
          false_positive_count: number | null
          fraud_count: number
          interval_high: number | null
          interval_low: number | null
          labelled_count: number
          model_version_id: number | null
          reason_code: string | null
          row_count: number
          threshold: number | null
          true_negative_count: number | null
          true_positive_count: number | null
          upload_id: string
        }
        Insert: {
          average_precision?: number | null
          curve?: Json
          evaluated_at?: string
          false_negative_count?: number | null
          false_positive_count?: number | null
          fraud_count: number
          interval_high?: number | null
          interval_low?: number | null
          labelled_count: number
          model_version_id?: number | null
          reason_code?: string | null
          row_count: number
          threshold?: number | null
          true_negative_count?: number | null
          true_positive_count?: number | null
          upload_id: string
        }
        Update: {
          average_precision?: number | null
          curve?: Json
          evaluated_at?: string
          false_negative_count?: number | null
          false_positive_count?: number | null
          fraud_count?: number
          interval_high?: number | null
          interval_low?: number | null
          labelled_count?: number
          model_version_id?: number | null
          reason_code?: string | null
          row_count?: number
          threshold?: number | null
          true_negative_count?: number | null
          true_positive_count?: number | null
          upload_id?: string
        }
        Relationships: [
          { foreignKeyName: 'upload_evaluations_model_version_id_fkey'; columns: ['model_version_id']; isOneToOne: false; referencedRelation: 'model_versions'; referencedColumns: ['id'] },
          { foreignKeyName: 'upload_evaluations_upload_id_fkey'; columns: ['upload_id']; isOneToOne: true; referencedRelation: 'uploads'; referencedColumns: ['id'] },
        ]
      }
      upload_parts: {
        Row: {
          byte_count: number
          first_line: number
          ingested_at: string | null
          number: number
          rejected_count: number | null
          row_count: number | null
          storage_path: string
          upload_id: string
        }
        Insert: {
          byte_count: number
          first_line: number
          ingested_at?: string | null
          number: number
          rejected_count?: number | null
          row_count?: number | null
          storage_path: string
          upload_id: string
        }
        Update: {
          byte_count?: number
          first_line?: number
          ingested_at?: string | null
          number?: number
          rejected_count?: number | null
          row_count?: number | null
          storage_path?: string
          upload_id?: string
        }
        Relationships: [
          { foreignKeyName: 'upload_parts_upload_id_fkey'; columns: ['upload_id']; isOneToOne: false; referencedRelation: 'uploads'; referencedColumns: ['id'] },
        ]
      }
      uploads: {
        Row: {
          accepted_count: number
          base_card_revision: number
          column_names: string[]
          committed_at: string | null
          content_hash: string
          created_at: string
          dataset_id: number
          file_bytes: number
          file_name: string
          files_removed_at: string | null
          flagged_amount: number
          flagged_count: number
          has_labels: boolean
          id: string
          ingested_again_for: number | null
          known_count: number
          label_conflict_count: number
          labels_added_count: number
          months: string[]
          part_count: number
          rejected_count: number
          row_count: number
          scored_count: number
          state: Database['public']['Enums']['upload_state']
          updated_at: string
          uploaded_by: string
        }
        Insert: {
          accepted_count?: number
          base_card_revision?: number
          column_names: string[]
          committed_at?: string | null
          content_hash: string
          created_at?: string
          dataset_id: number
          file_bytes: number
          file_name: string
          files_removed_at?: string | null
          flagged_amount?: number
          flagged_count?: number
          has_labels: boolean
          id?: string
          ingested_again_for?: number | null
          known_count?: number
          label_conflict_count?: number
          labels_added_count?: number
          months?: string[]
          part_count: number
          rejected_count?: number
          row_count?: number
          scored_count?: number
          state?: Database['public']['Enums']['upload_state']
          updated_at?: string
          uploaded_by?: string
        }
        Update: {
          accepted_count?: number
          base_card_revision?: number
          column_names?: string[]
          committed_at?: string | null
          content_hash?: string
          created_at?: string
          dataset_id?: number
          file_bytes?: number
          file_name?: string
          files_removed_at?: string | null
          flagged_amount?: number
          flagged_count?: number
          has_labels?: boolean
          id?: string
          ingested_again_for?: number | null
          known_count?: number
          label_conflict_count?: number
          labels_added_count?: number
          months?: string[]
          part_count?: number
          rejected_count?: number
          row_count?: number
          scored_count?: number
          state?: Database['public']['Enums']['upload_state']
          updated_at?: string
          uploaded_by?: string
        }
        Relationships: [
          { foreignKeyName: 'uploads_dataset_id_fkey'; columns: ['dataset_id']; isOneToOne: false; referencedRelation: 'datasets'; referencedColumns: ['id'] },
          { foreignKeyName: 'uploads_ingested_again_for_fkey'; columns: ['ingested_again_for']; isOneToOne: false; referencedRelation: 'model_versions'; referencedColumns: ['id'] },
        ]
      }
      user_roles: {
        Row: {
          created_at: string
          role: Database['public']['Enums']['app_role']
          user_id: string
        }
        Insert: {
          created_at?: string
          role: Database['public']['Enums']['app_role']
          user_id: string
        }
        Update: {
          created_at?: string
          role?: Database['public']['Enums']['app_role']
          user_id?: string
        }
        Relationships: []
      }
      version_evaluations: {
        Row: {
          created_at: string
          curves: Json
          differences: Json
          holdout_from: string
          holdout_to: string
          metrics: Json
          model_version_id: number
          run_id: number
        }
        Insert: {
          created_at?: string
          curves: Json
          differences?: Json
          holdout_from: string
          holdout_to: string
          metrics: Json
          model_version_id: number
          run_id: number
        }
        Update: {
          created_at?: string
          curves?: Json
          differences?: Json
          holdout_from?: string
          holdout_to?: string
          metrics?: Json
          model_version_id?: number
          run_id?: number
        }
        Relationships: [
          { foreignKeyName: 'version_evaluations_model_version_id_fkey'; columns: ['model_version_id']; isOneToOne: false; referencedRelation: 'model_versions'; referencedColumns: ['id'] },
          { foreignKeyName: 'version_evaluations_run_id_fkey'; columns: ['run_id']; isOneToOne: false; referencedRelation: 'training_runs'; referencedColumns: ['id'] },
        ]
      }
    }
    Views: { [_ in never]: never }
    Functions: {
      admin_overview: {
        Args: { dataset_slug: string }
        Returns: Json
      }
      backtest_overview: {
        Args: { dataset_slug: string; backtest_id?: number | null }
        Returns: Json
      }
      claim_review: {
        Args: { transaction_id: number; occurred_at: string; take_over?: boolean | null }
        Returns: Json
      }
      compare_versions: {
        Args: { dataset_slug: string; first?: number | null; second?: number | null }
        Returns: Json
      }
      create_upload: {
        Args: { dataset_slug: string; file_name: string; file_bytes: number; content_hash: string; column_names: string[]; has_labels: boolean; parts: Json }
        Returns: Json
      }
      discard_upload: {
        Args: { upload_id: string }
        Returns: string[]
      }
      drift_overview: {
        Args: { dataset_slug: string; of_version?: number | null }
        Returns: Json
      }
      drop_months_before: {
        Args: { cutoff: string; reason: string }
        Returns: Json
      }
      end_shadow: {
        Args: { dataset_slug: string; reason: string; of_version?: number | null }
        Returns: undefined
      }
      export_flagged_transactions: {
        Args: { dataset_slug: string; month: string; shown?: string | null; filters?: Json | null; after_time?: string | null; after_id?: number | null; page_size?: number | null }
        Returns: Json
      }
      find_transaction: {
        Args: { transaction_id: number }
        Returns: Json
      }
      get_month: {
        Args: { dataset_slug: string; month: string }
        Returns: Json
      }
      get_transaction: {
        Args: { dataset_slug: string; month: string; transaction_id: number }
        Returns: Json
      }
      get_upload: {
        Args: { upload_id: string }
        Returns: Json
      }
      list_candidates: {
        Args: { run_id: number }
        Returns: Json
      }
      list_datasets: {
        Args: Record<PropertyKey, never>
        Returns: Json
      }
      list_days: {
        Args: { dataset_slug: string; month: string }
        Returns: Json
      }
      list_events: {
        Args: { dataset_slug?: string | null; of_kind?: string | null; of_actor?: string | null; since?: string | null; until?: string | null; page_size?: number | null; page_offset?: number | null }
        Returns: Json
      }
      list_flagged_categories: {
        Args: { dataset_slug: string; month: string; shown?: string | null }
        Returns: Json
      }
      list_flagged_transactions: {
        Args: { dataset_slug: string; month: string; shown?: string | null; filters?: Json | null; sort?: string | null; descending?: boolean | null; page_size?: number | null; page_offset?: number | null }
        Returns: Json
      }
      list_months: {
        Args: { dataset_slug: string }
        Returns: Json
      }
      list_people: {
        Args: Record<PropertyKey, never>
        Returns: Json
      }
      list_places: {
        Args: { dataset_slug: string }
        Returns: Json
      }
      list_rejected_rows: {
        Args: { upload_id: string; page_size?: number | null; page_offset?: number | null }
        Returns: Json
      }
      list_training_runs: {
        Args: { dataset_slug: string; of_state?: Database['public']['Enums']['run_state'] | null; with_run?: number | null; page_size?: number | null; page_offset?: number | null }
        Returns: Json
      }
      list_uploads: {
        Args: { page_size?: number | null; page_offset?: number | null; dataset_slug?: string | null; state?: string | null }
        Returns: Json
      }
      monitoring_overview: {
        Args: { dataset_slug: string }
        Returns: Json
      }
      my_session: {
        Args: Record<PropertyKey, never>
        Returns: { user_id: string | null; email: string | null; role: Database['public']['Enums']['app_role'] | null }[]
      }
      promote_model_version: {
        Args: { version_id: number; reason: string }
        Returns: undefined
      }
      record_review: {
        Args: { transaction_id: number; occurred_at: string; outcome: Database['public']['Enums']['review_outcome']; note?: string | null }
        Returns: number
      }
      refresh_drift: {
        Args: { dataset_slug: string }
        Returns: number
      }
      remove_upload: {
        Args: { upload_id: string }
        Returns: string[]
      }
      request_retraining: {
        Args: { dataset_slug: string; reason: string }
        Returns: number
      }
      retire_model_version: {
        Args: { version_id: number; reason: string }
        Returns: undefined
      }
      review_queue: {
        Args: { dataset_slug: string; page_size?: number | null }
        Returns: Json
      }
      roll_back_champion: {
        Args: { dataset_slug: string; reason: string; to_version?: number | null }
        Returns: number
      }
      service_health: {
        Args: Record<PropertyKey, never>
        Returns: Json
      }
      set_challenger: {
        Args: { version_id: number; reason: string }
        Returns: undefined
      }
      set_user_role: {
        Args: { person: string; new_role: Database['public']['Enums']['app_role'] }
        Returns: undefined
      }
      settings_overview: {
        Args: { dataset_slug: string }
        Returns: Json
      }
      shadow_comparison: {
        Args: { dataset_slug: string }
        Returns: Json
      }
      sweep_uploads: {
        Args: Record<PropertyKey, never>
        Returns: Json
      }
      training_outlook: {
        Args: { dataset_slug: string }
        Returns: Json
      }
      undo_review: {
        Args: { review_id: number }
        Returns: number
      }
      update_dataset_settings: {
        Args: { dataset_slug: string; settings: Json; reason: string; expected?: Json | null }
        Returns: Json
      }
      upload_evaluation: {
        Args: { upload_id: string }
        Returns: Json
      }
      upload_label_conflicts: {
        Args: { upload_id: string; page_size?: number | null; page_offset?: number | null }
        Returns: Json
      }
      upload_scores: {
        Args: { upload_id: string }
        Returns: Json
      }
      withdraw_invitation: {
        Args: { person: string }
        Returns: undefined
      }
    }
    Enums: {
      app_role: 'analyst' | 'admin'
      label_source: 'file' | 'review' | 'simulated' | 'prediction'
      review_outcome: 'fraud' | 'legitimate' | 'unsure'
      run_state: 'requested' | 'running' | 'succeeded' | 'refused' | 'failed'
      upload_state: 'receiving' | 'ready' | 'committed' | 'discarded'
    }
    CompositeTypes: { [_ in never]: never }
  }
}
